package io.upkeep.notice;

/** The words of announcements; everything that is not ours is escaped for its medium. */
final class AnnouncementWording {

    private AnnouncementWording() {}

    static String slack(Announcement news) {
        StringBuilder text = new StringBuilder(":" + news.sign() + ": *")
                .append(Escaped.slackCode(news.name()))
                .append("* ")
                .append(news.headline());
        news.facts()
                .forEach((name, value) ->
                        text.append('\n').append(name).append(": ").append(Escaped.slackCode(value)));
        if (news.words() != null) {
            text.append('\n').append(Escaped.slackBlock(news.words()));
        }
        return text.append("\n<")
                .append(news.link())
                .append("|Look at it in Upkeep>")
                .toString();
    }

    static String subject(Announcement news) {
        return "[upkeep] " + Escaped.line(news.name()) + " " + news.headline();
    }

    static String text(Announcement news) {
        StringBuilder text = new StringBuilder(Escaped.line(news.name()))
                .append(' ')
                .append(news.headline())
                .append(".\n\n");
        news.facts()
                .forEach((name, value) -> text.append(name)
                        .append(": ")
                        .append(Escaped.line(value))
                        .append('\n'));
        if (news.words() != null) {
            text.append('\n').append(Escaped.block(news.words())).append('\n');
        }
        return text.append('\n').append(news.link()).append('\n').toString();
    }

    static String html(Announcement news) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:sans-serif\"><p><b>")
                .append(Escaped.html(news.name()))
                .append("</b> ")
                .append(Escaped.html(news.headline()))
                .append(".</p><table>");
        news.facts()
                .forEach((name, value) -> html.append("<tr><td style=\"padding-right:1em\">")
                        .append(name)
                        .append("</td><td>")
                        .append(Escaped.html(value))
                        .append("</td></tr>"));
        html.append("</table>");
        if (news.words() != null) {
            html.append("<pre>").append(Escaped.htmlBlock(news.words())).append("</pre>");
        }
        String link = Escaped.html(news.link());
        return html.append("<p><a href=\"")
                .append(link)
                .append("\">")
                .append(link)
                .append("</a></p></body></html>")
                .toString();
    }
}
