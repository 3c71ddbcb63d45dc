package io.upkeep.text;

/** As much of a long text as there is room for; no character is cut in two. */
public final class Excerpt {

    private static final String LEFT_OUT = "%n  … %d characters …%n";

    private Excerpt() {}

    /**
     * Its beginning.
     *
     * @param most characters, {@code end} included
     * @param end says that there is more
     */
    public static String beginning(String text, int most, String end) {
        if (text.length() <= most) {
            return text;
        }
        int to = most - end.length();
        return text.substring(0, Shown.beforePair(text, to)) + end;
    }

    /**
     * Its beginning and its end, and between them how many characters are left out.
     *
     * @param most characters, that line included
     */
    public static String ends(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int half = (most - LEFT_OUT.formatted(text.length()).length()) / 2;
        int from = Shown.beforePair(text, half);
        int to = text.length() - half;
        to = Shown.beforePair(text, to) < to ? to + 1 : to;
        return text.substring(0, from) + LEFT_OUT.formatted(to - from) + text.substring(to);
    }
}
