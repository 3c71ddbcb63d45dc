package io.upkeep.report;

import io.upkeep.report.ReportDocument.Compared;
import io.upkeep.report.ReportDocument.Table;
import java.util.List;

/**
 * What is to be said of a time. Text in it may be hostile; {@link ReportMarkdown} shows it as it is.
 *
 * @param figures in the handbook's order
 * @param tables what happened
 */
public record ReportContents(List<Compared> figures, List<Table> tables) {

    /** Copies the lists. */
    public ReportContents {
        figures = List.copyOf(figures);
        tables = List.copyOf(tables);
    }
}
