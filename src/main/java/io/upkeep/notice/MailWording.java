package io.upkeep.notice;

import io.upkeep.run.Run;
import io.upkeep.run.RunNews;
import java.util.LinkedHashMap;
import java.util.Map;

/** The words of notices by mail: a subject, a text, and the same as HTML. */
final class MailWording {

    private MailWording() {}

    static String subject(RunNews news) {
        return "[upkeep] " + Escaped.line(news.run().pipeline()) + " " + Telling.happened(news);
    }

    static String text(RunNews news, PipelineTraits.Traits traits) {
        StringBuilder text = new StringBuilder();
        text.append(Escaped.line(news.run().pipeline()))
                .append(' ')
                .append(Telling.happened(news))
                .append(".\n\n");
        facts(news.run(), traits)
                .forEach((name, value) -> text.append(name)
                        .append(": ")
                        .append(Escaped.line(value))
                        .append('\n'));
        String why = Telling.why(news.run());
        return why == null ? text.toString() : text + "\n" + Escaped.block(why) + "\n";
    }

    static String html(RunNews news, PipelineTraits.Traits traits) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:sans-serif\"><p><b>");
        html.append(Escaped.html(news.run().pipeline()))
                .append("</b> ")
                .append(Escaped.html(Telling.happened(news)))
                .append(".</p><table>");
        facts(news.run(), traits)
                .forEach((name, value) -> html.append("<tr><td style=\"padding-right:1em\">")
                        .append(name)
                        .append("</td><td>")
                        .append(Escaped.html(value))
                        .append("</td></tr>"));
        html.append("</table>");
        String why = Telling.why(news.run());
        if (why != null) {
            html.append("<pre>").append(Escaped.htmlBlock(why)).append("</pre>");
        }
        return html.append("</body></html>").toString();
    }

    private static Map<String, String> facts(Run run, PipelineTraits.Traits traits) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Run", run.id().toString());
        facts.put("State", run.state().name());
        facts.put("Impact", Telling.impact(traits));
        facts.put("Asked for by", run.requestedBy());
        if (run.startedAt() != null) {
            facts.put("Started", run.startedAt().toString());
        }
        if (run.finishedAt() != null) {
            facts.put("Ended", run.finishedAt().toString());
        }
        if (run.failedStep() != null) {
            facts.put("Failed step", run.failedStep());
        }
        return facts;
    }
}
