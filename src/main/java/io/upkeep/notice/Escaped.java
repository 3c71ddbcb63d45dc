package io.upkeep.notice;

import org.springframework.web.util.HtmlUtils;

/** Makes hostile text (what hosts print, what people type) harmless for the medium it goes to. */
final class Escaped {

    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_BLOCK = 1500;

    private Escaped() {}

    /** One line for Slack, as code: no mention, link or formatting in it takes effect. */
    static String slackCode(String hostile) {
        return "`" + slack(line(hostile)) + "`";
    }

    /** Several lines for Slack, as code. */
    static String slackBlock(String hostile) {
        return "```" + slack(block(hostile)) + "```";
    }

    /** One line for a mail's HTML part. */
    static String html(String hostile) {
        return HtmlUtils.htmlEscape(line(hostile));
    }

    /** Several lines for a mail's HTML part. */
    static String htmlBlock(String hostile) {
        return HtmlUtils.htmlEscape(block(hostile));
    }

    /** One bounded line without control or direction characters. */
    static String line(String hostile) {
        return bounded(
                hostile.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip(), LONGEST_LINE);
    }

    /** Bounded lines without other control or direction characters. */
    static String block(String hostile) {
        return bounded(
                hostile.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029&&[^\\n\\t]]+", " ")
                        .strip(),
                LONGEST_BLOCK);
    }

    private static String slack(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace('`', '\'');
    }

    private static String bounded(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
