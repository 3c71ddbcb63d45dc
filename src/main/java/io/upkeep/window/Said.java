package io.upkeep.window;

import java.time.Duration;
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

    /** {@code 2 h}, {@code 1 h 40 min}, {@code 3 d 4 h}, {@code 45 s}. */
    static String length(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 86_400
                ? two(seconds / 3600, "h", seconds / 60 % 60, "min")
                : two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
