package io.upkeep.document;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as documents write them, in one zone. */
public final class Times {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;

    /** In this zone. */
    public Times(ZoneId zone) {
        this.zone = zone;
    }

    /** {@code 2026-11-28 02:30}. */
    public String minute(Instant at) {
        return at == null ? "" : MINUTE.format(at.atZone(zone));
    }

    /** {@code 02:30:17}. */
    String second(Instant at) {
        return at == null ? "" : SECOND.format(at.atZone(zone));
    }

    /** {@code 2 h 5 min}, {@code 3 min 4 s}, {@code 0.4 s}. */
    static String length(Duration length) {
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
        }
        return length.toHours() > 0
                ? "%d h %d min".formatted(length.toHours(), length.toMinutesPart())
                : "%d min %d s".formatted(length.toMinutes(), length.toSecondsPart());
    }
}
