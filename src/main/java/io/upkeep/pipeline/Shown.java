package io.upkeep.pipeline;

/** A value from outside, made fit for a message: one line, bounded, without control characters. */
final class Shown {

    private static final int LONGEST = 120;

    private Shown() {}

    static String of(String value) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
