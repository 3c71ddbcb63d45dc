package io.upkeep.cli;

import java.util.stream.Collectors;

/** Makes text from a server harmless for a terminal: hosts, events and people can write anything into it. */
final class Plain {

    private Plain() {}

    /** One line: control and invisible formatting characters (which could redraw or reorder the screen) become spaces. */
    static String line(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isHarmless(c) ? c : ' ').forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /** One line as a program printed it: its blanks stay, so that columns stay columns. */
    static String printed(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> c == '\t' || isHarmless(c) ? c : ' ').forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Several lines, each harmless and behind the indent; their own blanks stay: in scripts and differences they mean something. */
    static String block(String text, String indent) {
        return text.lines().map(line -> indent + printed(line).stripTrailing()).collect(Collectors.joining("\n"));
    }

    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
