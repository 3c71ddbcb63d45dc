package io.upkeep.event;

/** A value from outside, made fit for a message: one line, bounded, without control characters. */
public final class Shown {

    private static final int LONGEST = 120;

    private Shown() {}

    /** The line. */
    public static String of(String value) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
