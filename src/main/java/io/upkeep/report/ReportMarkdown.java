package io.upkeep.report;

import io.upkeep.report.ReportDocument.Compared;
import io.upkeep.report.ReportDocument.Table;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** A report as Markdown: what others wrote is shown as it is and takes no effect. */
public final class ReportMarkdown {

    private ReportMarkdown() {}

    static String of(ReportDocument report) {
        return "# %s%n%n%s%n%n".formatted(report.title(), about(report))
                + figures(report.figures())
                + tables(report.tables());
    }

    /** Figures as a table, each with where it comes from. */
    public static String figures(List<Compared> figures) {
        StringBuilder text = new StringBuilder("| figure | value | before | reason |\n|---|---|---|---|\n");
        for (Compared each : figures) {
            text.append("| %s | %s | %s | %s |%n"
                    .formatted(
                            each.figure().title(),
                            value(each.figure()),
                            each.words(),
                            escaped(each.figure().reason())));
        }
        return text.toString();
    }

    /** Tables under headings of the second level. */
    public static String tables(List<Table> tables) {
        StringBuilder text = new StringBuilder();
        tables.forEach(table -> table(text, table));
        return text.toString();
    }

    static String about(ReportDocument report) {
        ZoneId zone = ZoneId.of(report.zone());
        return "%s until %s, %s%s. Revision %d."
                .formatted(
                        Words.at(report.from(), zone),
                        Words.at(report.until(), zone),
                        zone,
                        report.isOver() ? "" : ", not over yet",
                        report.revision());
    }

    /** The value with its parts. */
    static String value(Figure figure) {
        String parts = figure.parts().entrySet().stream()
                .map(part -> part.getKey() + " " + Figure.number(part.getValue()))
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? figure.words() : figure.words() + " (" + parts + ")";
    }

    private static void table(StringBuilder text, Table table) {
        text.append("\n## ").append(table.title()).append("\n\n");
        if (table.rows().isEmpty()) {
            text.append("None.\n");
            return;
        }
        row(text, table.columns());
        text.append("|").append("---|".repeat(table.columns().size())).append('\n');
        table.rows()
                .forEach(row ->
                        row(text, row.stream().map(ReportMarkdown::escaped).toList()));
        if (!table.note().isEmpty()) {
            text.append('\n').append(table.note()).append(".\n");
        }
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String escaped(String hostile) {
        return hostile.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ")
                .replaceAll("([\\\\`*_\\[\\]|<>!#~])", "\\\\$1")
                .replace("&", "&amp;");
    }
}
