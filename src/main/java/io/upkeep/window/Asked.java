package io.upkeep.window;

import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks what people write in a request. */
final class Asked {

    private static final int LONGEST_REASON = 500;
    private static final String ALSO = ", or now, or +2h for two hours from now";
    private static final Pattern LATER = Pattern.compile("\\+(\\d{1,5})(m|h|d)");
    private static final Map<String, Duration> UNITS =
            Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private Asked() {}

    static String reason(String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty()) {
            throw Refusal.invalid("reason is missing; write why, such as \"replace the disk of api-1\"");
        }
        if (text.length() > LONGEST_REASON) {
            throw Refusal.invalid(
                    "reason has %d characters; write %d at most".formatted(text.length(), LONGEST_REASON));
        }
        return text;
    }

    /** A time of the zone's wall clock, or with an offset. */
    static Instant instant(String what, String text, ZoneId zone) {
        return instant(what, text, zone, "");
    }

    /** The same, {@code now}, or {@code +2h}: that much later than now. */
    static Instant instant(String what, String text, ZoneId zone, Instant now) {
        String time = text == null ? "" : text.strip();
        if (time.equals("now")) {
            return now;
        }
        Matcher later = LATER.matcher(time);
        return later.matches()
                ? now.plus(UNITS.get(later.group(2)).multipliedBy(Long.parseLong(later.group(1))))
                : instant(what, text, zone, ALSO);
    }

    private static Instant instant(String what, String text, ZoneId zone, String also) {
        if (Setting.isEmpty(text)) {
            throw Refusal.invalid(
                    what + " is missing; write 2026-11-29T02:00, or with an offset 2026-11-29T01:00Z" + also);
        }
        try {
            return WallClock.instant(text, zone);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("%s '%s' %s".formatted(what, Shown.of(text), e.getMessage() + also));
        }
    }

    static Scope scope(List<String> pipelines, String targets, List<String> exceptions, Inventory inventory) {
        try {
            Scope scope = new Scope(Setting.orEmpty(pipelines), targets, Setting.orEmpty(exceptions));
            if (!scope.targets().isEmpty()) {
                inventory.select(Selector.parse(scope.targets()));
            }
            return scope;
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(e.getMessage());
        }
    }
}
