package io.upkeep.window;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as people write them. */
public final class WallClock {

    private WallClock() {}

    /**
     * Reads {@code 2026-11-29T02:00} on the zone's wall clock, or {@code 2026-11-29T01:00Z} with an offset. A time that
     * a clock change skips is the first instant after the gap; of one that comes twice it is the first.
     *
     * @throws IllegalArgumentException when it is no time, without the text itself
     */
    public static Instant instant(String text, ZoneId zone) {
        try {
            String time = text.strip().replace(' ', 'T');
            if (time.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)")) {
                return OffsetDateTime.parse(time).toInstant();
            }
            return Schedule.instant(local(time), zone)
                    .orElseThrow(() ->
                            new IllegalArgumentException("lies on a day that " + zone + " left out; write another"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "is not a time; write 2026-11-29T02:00, or with an offset 2026-11-29T01:00Z", e);
        }
    }

    static LocalDateTime local(String text) {
        return LocalDateTime.parse(text.strip().replace(' ', 'T'), DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }
}
