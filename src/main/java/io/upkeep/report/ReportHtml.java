package io.upkeep.report;

import io.upkeep.report.ReportDocument.Bar;
import io.upkeep.report.ReportDocument.Chart;
import io.upkeep.report.ReportDocument.Compared;
import io.upkeep.report.ReportDocument.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.web.util.HtmlUtils;

/** A report as one page that needs nothing else: no script, no file, drawn charts; light, dark and on paper. */
final class ReportHtml {

    /** The style, known to the policy that the server sends with the page. */
    static final String STYLE = style();

    private static final int WIDTH = 720;
    private static final int HEIGHT = 120;
    private static final int FOOT = 18;

    private ReportHtml() {}

    private static String style() {
        try (InputStream file = ReportHtml.class.getResourceAsStream("report.css")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css is not in the jar", e);
        }
    }

    static String of(ReportDocument report) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<meta name=\"color-scheme\" content=\"light dark\"><title>")
                .append(escaped(report.title()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>")
                .append(escaped(report.title()))
                .append("</h1><p class=\"about\">")
                .append(escaped(ReportMarkdown.about(report)))
                .append("</p><div class=\"tiles\">");
        report.figures().forEach(each -> tile(html, each));
        html.append("</div>");
        report.charts().forEach(chart -> chart(html, chart));
        report.tables().forEach(table -> table(html, table));
        return html.append("</body></html>\n").toString();
    }

    private static void tile(StringBuilder html, Compared each) {
        Figure figure = each.figure();
        html.append("<section class=\"tile ")
                .append(figure.value() == null ? "none" : "known")
                .append("\"><h2>");
        html.append(escaped(figure.title())).append("</h2><p class=\"value\">").append(escaped(figure.words()));
        html.append("</p><p class=\"trend ")
                .append(each.trend().name().toLowerCase(Locale.ROOT))
                .append("\">")
                .append(escaped(each.words()))
                .append("</p><p class=\"reason\">");
        figure.parts()
                .forEach((name, value) ->
                        html.append(escaped(name + " " + Figure.number(value))).append(" · "));
        html.append(escaped(figure.reason())).append("</p></section>");
    }

    private static void chart(StringBuilder html, Chart chart) {
        html.append("<h2>").append(escaped(chart.title())).append("</h2><svg role=\"img\" aria-label=\"");
        html.append(escaped(described(chart)));
        html.append("\" viewBox=\"0 0 %d %d\">".formatted(WIDTH, HEIGHT + FOOT));
        double wide = (double) WIDTH / Math.max(1, chart.bars().size());
        int every = (int) Math.ceil(chart.bars().size() / 14.0);
        for (int i = 0; i < chart.bars().size(); i++) {
            bar(html, chart, chart.bars().get(i), i * wide, wide);
            if (i % every == 0) {
                html.append("<text class=\"label\" x=\"%s\" y=\"%d\">%s</text>"
                        .formatted(
                                at(i * wide + wide / 2),
                                HEIGHT + 14,
                                escaped(chart.bars().get(i).label())));
            }
        }
        html.append("</svg>");
    }

    private static void bar(StringBuilder html, Chart chart, Bar bar, double left, double wide) {
        if (bar.value() == null) {
            html.append("<text class=\"label\" x=\"%s\" y=\"%d\">?</text>".formatted(at(left + wide / 2), HEIGHT - 4));
            return;
        }
        boolean isShare = chart.unit().equals("%");
        double whole = isShare ? HEIGHT : HEIGHT * bar.value() / chart.most();
        double bad = HEIGHT * bar.bad() / chart.most();
        String said = "%s: %s %s".formatted(bar.label(), Figure.number(bar.value()), chart.unit());
        html.append("<g><title>").append(escaped(said)).append("</title>");
        rectangle(html, "good", left, wide, HEIGHT - whole + bad, whole - bad);
        rectangle(html, "bad", left, wide, HEIGHT - whole, bad);
        html.append("</g>");
    }

    private static void rectangle(StringBuilder html, String tone, double left, double wide, double top, double high) {
        if (high > 0) {
            html.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
                    .formatted(tone, at(left + wide * 0.1), at(top), at(wide * 0.8), at(Math.max(high, 0.8))));
        }
    }

    private static String described(Chart chart) {
        StringBuilder text = new StringBuilder(chart.title());
        chart.bars()
                .forEach(bar -> text.append(", ")
                        .append(bar.label())
                        .append(' ')
                        .append(bar.value() == null ? "no data" : Figure.number(bar.value())));
        return text.toString();
    }

    private static void table(StringBuilder html, Table table) {
        html.append("<h2>").append(escaped(table.title())).append("</h2>");
        if (table.rows().isEmpty()) {
            html.append("<p class=\"about\">None.</p>");
            return;
        }
        html.append("<div class=\"scroll\"><table><thead><tr>");
        table.columns()
                .forEach(column -> html.append("<th>").append(escaped(column)).append("</th>"));
        html.append("</tr></thead><tbody>");
        table.rows().forEach(row -> {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
            html.append("</tr>");
        });
        html.append("</tbody></table></div>");
        if (!table.note().isEmpty()) {
            html.append("<p class=\"about\">").append(escaped(table.note())).append(".</p>");
        }
    }

    private static String at(double place) {
        return String.format(Locale.ROOT, "%.1f", place);
    }

    private static String escaped(String hostile) {
        return HtmlUtils.htmlEscape(hostile.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " "));
    }
}
