package io.upkeep.probe;

/** Makes text from outside fit for one line of a reason: no control characters, bounded. Escaping is the reader's. */
final class Printable {

    private static final int LONGEST = 300;

    private Printable() {}

    static String line(Object text) {
        if (text == null) {
            return "";
        }
        StringBuilder line = new StringBuilder();
        String.valueOf(text).codePoints().limit(LONGEST).map(Printable::visible).forEach(line::appendCodePoint);
        return line.toString().replaceAll(" +", " ").strip();
    }

    static boolean hasControls(String text) {
        return text.codePoints().anyMatch(c -> c != '\n' && c != '\t' && c != '\r' && visible(c) != c);
    }

    private static int visible(int c) {
        int type = Character.getType(c);
        // format characters turn text around or hide it; lone surrogates and unassigned ones are no text
        boolean odd = Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return odd ? ' ' : c;
    }
}
