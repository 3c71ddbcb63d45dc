package io.upkeep.report;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A report as it is stored: everything that its renderings show. Text in it may be hostile.
 *
 * @param isOver whether the period was over when it was made; else it is of a part of it
 * @param figures in the handbook's order
 * @param tables what happened
 * @param charts the period part by part
 */
public record ReportDocument(
        UUID id,
        PeriodType type,
        String period,
        int revision,
        Instant from,
        Instant until,
        boolean isOver,
        String zone,
        Instant createdAt,
        List<Compared> figures,
        List<Table> tables,
        List<Chart> charts) {

    /** Copies the lists. */
    public ReportDocument {
        figures = List.copyOf(figures);
        tables = List.copyOf(tables);
        charts = List.copyOf(charts);
    }

    ReportDocument revised(int number) {
        return new ReportDocument(
                id, type, period, number, from, until, isOver, zone, createdAt, figures, tables, charts);
    }

    /** {@code Weekly maintenance report 2026-W48}. */
    public String title() {
        String word = type.word();
        return Character.toUpperCase(word.charAt(0)) + word.substring(1) + " maintenance report " + period;
    }

    /** How a figure moved. */
    public enum Trend {
        BETTER,
        WORSE,
        CHANGED,
        SAME,
        /** There is nothing to compare with, or another formula made it. */
        NONE
    }

    /**
     * A figure beside that of the period before.
     *
     * @param before null when there is none to compare with
     */
    public record Compared(Figure figure, Double before, Trend trend) {

        static Compared of(Figure now, Figure before) {
            if (now.value() == null || before == null || before.value() == null || before.formula() != now.formula()) {
                return new Compared(now, null, Trend.NONE);
            }
            int moved = Double.compare(now.value(), before.value());
            Kpi.Better better =
                    Kpi.valueOf(now.kpi().toUpperCase(java.util.Locale.ROOT)).better();
            if (moved == 0 || better == Kpi.Better.NEITHER) {
                return new Compared(now, before.value(), moved == 0 ? Trend.SAME : Trend.CHANGED);
            }
            boolean isUpGood = better == Kpi.Better.HIGHER;
            return new Compared(now, before.value(), moved > 0 == isUpGood ? Trend.BETTER : Trend.WORSE);
        }

        /** {@code 98.2 % before: better}; empty when there is nothing to compare with. */
        public String words() {
            return switch (trend) {
                case NONE -> "";
                case SAME -> "as before";
                case CHANGED -> Figure.number(before) + " before";
                case BETTER -> Figure.number(before) + " before: better";
                case WORSE -> Figure.number(before) + " before: worse";
            };
        }
    }

    /**
     * A table.
     *
     * @param note what to say beside it, such as what was left out; may be empty
     */
    public record Table(String title, List<String> columns, List<List<String>> rows, String note) {

        /** Copies the cells. */
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Bars, one for each part of the period.
     *
     * @param most the value of a full bar
     */
    public record Chart(String title, String unit, double most, List<Bar> bars) {

        /** Copies the bars. */
        public Chart {
            bars = List.copyOf(bars);
        }
    }

    /**
     * A bar.
     *
     * @param value null where there is no data
     * @param bad how much of the value is not good
     */
    public record Bar(String label, Double value, double bad) {}
}
