package io.upkeep.document;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what hosts, people and route files say into Markdown, so that it is read as text and as nothing else. */
public final class Markdown {

    private static final int LONGEST_LINE = 600;
    private static final int LONGEST_BLOCK = 8_000;
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>|~&{}]");
    private static final Pattern TICKS = Pattern.compile("`+");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\\n\\t]]");

    private Markdown() {}

    /** One line of text, to stand behind something else in its line or in a cell of a table. */
    public static String text(String hostile) {
        return SPECIAL.matcher(line(hostile)).replaceAll(special -> Matcher.quoteReplacement("\\" + special.group()));
    }

    /** A name or value in code; in a table too. */
    public static String code(String hostile) {
        String line = line(hostile).replace("|", "\u00a6").strip();
        if (line.isEmpty()) {
            return "–";
        }
        String fence = fence(line, 1);
        return line.contains("`") ? fence + " " + line + " " + fence : fence + line + fence;
    }

    /** Several lines as they are, in a fence that they cannot close. */
    public static String block(String hostile) {
        String text = UNSEEN.matcher(bounded(hostile, LONGEST_BLOCK)).replaceAll("\uFFFD");
        String fence = fence(text, 3);
        return "\n" + fence + "text\n" + text.stripTrailing() + "\n" + fence + "\n";
    }

    private static String line(String hostile) {
        String one = bounded(hostile, LONGEST_LINE).replaceAll("[\\n\\t\\r]+", " ");
        return UNSEEN.matcher(one).replaceAll("\uFFFD");
    }

    private static String bounded(String text, int longest) {
        String known = text == null ? "" : text;
        return known.length() <= longest ? known : known.substring(0, longest) + "…";
    }

    private static String fence(String text, int least) {
        int longest = TICKS.matcher(text)
                .results()
                .mapToInt(ticks -> ticks.group().length())
                .max()
                .orElse(0);
        return "`".repeat(Math.max(least, longest + 1));
    }
}
