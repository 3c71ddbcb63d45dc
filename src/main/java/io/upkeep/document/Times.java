package io.upkeep.document;

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
}
