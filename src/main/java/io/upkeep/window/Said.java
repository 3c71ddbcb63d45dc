package io.upkeep.window;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants and durations in the words of a reason. */
final class Said {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEEE yyyy-MM-dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    private Said() {}

    /** {@code Sunday 2026-11-29 02:00 Europe/Berlin}. */
    static String at(Instant instant, ZoneId zone) {
        return LOCAL.format(instant.atZone(zone)) + " " + zone;
    }

    /** {@code 03:30}. */
    static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }

    /** The same, or only the time of day where it is on the day of another instant that was said before. */
    static String after(Instant before, Instant instant, ZoneId zone) {
        boolean isSameDay =
                before.atZone(zone).toLocalDate().equals(instant.atZone(zone).toLocalDate());
        return isSameDay ? time(instant, zone) : at(instant, zone);
    }
}
