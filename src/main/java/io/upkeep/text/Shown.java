package io.upkeep.text;

import java.util.regex.Pattern;

/**
 * Text from outside made fit for a message: one bounded line of visible characters. Control characters, those that hide
 * text or turn it around, and what is no text at all become blanks. Escaping is the reader's.
 */
public final class Shown {

    /** As much of a value as tells the reader which one is meant. */
    private static final int LONGEST = 100;

    private static final int LONGEST_REASON = 300;

    /** ECMA-48: colours and the like, and titles of windows. */
    private static final Pattern ESCAPES =
            Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?)");

    private Shown() {}

    /** A value that a message quotes; empty for null. */
    public static String of(Object value) {
        return line(value, LONGEST);
    }

    /** The words of a failure, or others that explain something; empty for null. */
    public static String reason(Object text) {
        return line(text, LONGEST_REASON);
    }

    /**
     * A line of another length.
     *
     * @param most characters; what is cut off leaves an ellipsis
     */
    public static String line(Object text, int most) {
        if (text == null) {
            return "";
        }
        // several times as much as is shown: a run of blanks becomes one
        String line = String.valueOf(text)
                .codePoints()
                .limit(4L * most)
                .map(Shown::visible)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll(" +", " ")
                .strip();
        return line.length() <= most ? line : line.substring(0, beforePair(line, most)) + "…";
    }

    /**
     * A line that a program printed, as a terminal would leave it: colours and what was written over are gone, its blanks stay.
     *
     * @param most characters; what is cut off leaves an ellipsis
     */
    public static String printed(String line, int most) {
        String left = ESCAPES.matcher(line).replaceAll("");
        left = left.endsWith("\r") ? left.substring(0, left.length() - 1) : left;
        left = left.substring(left.lastIndexOf('\r') + 1);
        String seen = left.codePoints()
                .limit(most + 1L)
                .map(c -> c == '\t' ? c : visible(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return seen.length() <= most ? seen : seen.substring(0, beforePair(seen, most)) + "…";
    }

    /** Whether there is something in it, other than line breaks and tabs, that would not be seen as it is. */
    public static boolean hidesSomething(String text) {
        return text.codePoints().anyMatch(c -> c != '\n' && c != '\t' && c != '\r' && visible(c) != c);
    }

    /** Does not cut a character in two. */
    static int beforePair(String line, int at) {
        return Character.isHighSurrogate(line.charAt(at - 1)) ? at - 1 : at;
    }

    private static int visible(int c) {
        int type = Character.getType(c);
        boolean odd = Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return odd ? ' ' : c;
    }
}
