package io.upkeep.text;

import java.time.Duration;

/** How long something takes, as people say it. What is negative lasts nothing. */
public final class Lasting {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    /** Below it a tenth of a second is worth saying. */
    private static final long SHORT_MILLIS = 10_000;

    private Lasting() {}

    /** In its two largest units: {@code 0.4 s}, {@code 45 s}, {@code 3 min 4 s}, {@code 2 h}, {@code 3 d 4 h}. */
    public static String of(Duration length) {
        long millis = Math.max(0, length.toMillis());
        long seconds = millis / 1000;
        if (millis < SHORT_MILLIS) {
            long tenths = millis % 1000 / 100;
            return tenths == 0 ? seconds + " s" : "%d.%d s".formatted(seconds, tenths);
        }
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return two(seconds / MINUTE, "min", seconds % MINUTE, "s");
        }
        return seconds < DAY
                ? two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min")
                : two(seconds / DAY, "d", seconds % DAY / HOUR, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** In one unit, of which there are two at least: {@code 90 s}, {@code 90 min}, {@code 26 h}. */
    public static String about(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        return seconds < 2 * HOUR ? seconds / MINUTE + " min" : seconds / HOUR + " h";
    }
}
