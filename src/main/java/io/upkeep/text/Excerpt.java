package io.upkeep.text;

/** As much of a long text as there is room for; no character is cut in two. */
public final class Excerpt {

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
        return text.substring(0, isWithinOne(text, to) ? to - 1 : to) + end;
    }

    private static boolean isWithinOne(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at - 1)) && Character.isLowSurrogate(text.charAt(at));
    }
}
