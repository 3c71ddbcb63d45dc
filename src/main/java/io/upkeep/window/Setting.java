package io.upkeep.window;

import io.upkeep.text.Shown;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.convert.DurationStyle;

/**
 * One entry of application.yaml while it is read; its messages name the entry, the value, a right one and the key.
 *
 * @param kind {@code window}, {@code freeze} or {@code calendar}
 * @param name the entry's
 */
record Setting(String kind, String name) {

    static final String NO_ZONE = "is not a time zone; write its IANA name, such as Europe/Berlin, or UTC";

    /** @param problem what is wrong with the value, and a right one */
    IllegalArgumentException wrong(String key, String value, String problem) {
        return new IllegalArgumentException("%s '%s': %s '%s' %s (application.yaml, upkeep.%ss.%s.%s)"
                .formatted(kind, name, key, Shown.of(value), problem, kind, name, key));
    }

    IllegalArgumentException missing(String key, String example) {
        return new IllegalArgumentException("%s '%s': %s is missing; write %s (application.yaml, upkeep.%ss.%s.%s)"
                .formatted(kind, name, key, example, kind, name, key));
    }

    /** Reads the value; what the reader says is wrong with it becomes part of the message. */
    <T> T read(String key, String value, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException mistake) {
            IllegalArgumentException named = wrong(key, value, mistake.getMessage());
            named.initCause(mistake);
            throw named;
        }
    }

    void checkName() {
        if (!WindowChoice.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "%s '%s' is not a name; write lower-case letters, digits and dashes, such as weekly (application.yaml, upkeep.%ss)"
                            .formatted(kind, Shown.of(name), kind));
        }
    }

    ZoneId zone(String value) {
        if (isEmpty(value)) {
            throw missing("zone", "Europe/Berlin");
        }
        return iana(value).orElseThrow(() -> wrong("zone", value, NO_ZONE));
    }

    /** The zone of an IANA name, or UTC; empty for others, such as +01:00 or CET, that say nothing of when clocks change. */
    static Optional<ZoneId> iana(String name) {
        try {
            ZoneId zone = ZoneId.of(name);
            return name.contains("/") || name.equals("UTC") ? Optional.of(zone) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Duration duration(String key, String value) {
        try {
            // a bare number would be milliseconds
            Duration duration = value.matches("[-+]?\\d+") ? Duration.ZERO : DurationStyle.detectAndParse(value);
            boolean isZeroOnPurpose = value.matches("0[a-z]{1,2}|PT0S");
            if (isZeroOnPurpose || duration.compareTo(Duration.ZERO) > 0) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // falls through to the message that shows a right one
        }
        throw wrong(key, value, "is not a duration; write 2h or PT2H");
    }

    /** A time on the wall clock of the zone, or with an offset of its own. */
    Instant instant(String key, String value, ZoneId zone) {
        return read(key, value, () -> WallClock.instant(value, zone));
    }

    static boolean isEmpty(String value) {
        return value == null || value.isBlank();
    }

    static List<String> orEmpty(List<String> values) {
        return values == null ? List.of() : values;
    }
}
