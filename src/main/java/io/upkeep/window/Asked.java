package io.upkeep.window;

import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.text.Shown;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Checks what people write in a request. */
final class Asked {

    private static final int LONGEST_REASON = 500;

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

    static Instant instant(String what, String text, ZoneId zone) {
        if (Setting.isEmpty(text)) {
            throw Refusal.invalid(what + " is missing; write 2026-11-29T02:00, or with an offset 2026-11-29T01:00Z");
        }
        try {
            return WallClock.instant(text, zone);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("%s '%s' %s".formatted(what, Shown.of(text), e.getMessage()));
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
