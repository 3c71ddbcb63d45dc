package io.upkeep.window;

/** Text from outside, made fit for a message: one line, bounded, without control characters. */
final class Shown {

    private static final int LONGEST = 100;

    private Shown() {}

    static String of(String value) {
        String line = value == null ? "" : value.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
