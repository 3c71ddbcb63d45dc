package io.upkeep.pipeline;

import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}, or ISO-8601. */
final class Durations {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Durations() {}

    static Duration parse(String text) {
        Matcher parts = SHORT.matcher(text);
        if (parts.matches()) {
            return UNITS.get(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1)));
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'%s' is not a duration; write 2h or PT2H".formatted(Shown.of(text)), e);
        }
    }
}
