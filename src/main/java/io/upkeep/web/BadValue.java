package io.upkeep.web;

/** A request holds a value that cannot be used; the message shows a correct one. */
final class BadValue extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadValue(String message) {
        super(message);
    }

    /** A value from outside, made fit for a message: one line, bounded, without control characters. */
    static String shown(String value) {
        String line = value.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return line.length() <= 100 ? line : line.substring(0, 100) + "…";
    }
}
