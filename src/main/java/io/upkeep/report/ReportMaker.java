package io.upkeep.report;

import io.upkeep.report.ReportDocument.Compared;
import io.upkeep.report.ReportDocument.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes reports of what is recorded; stores nothing. */
@Component
class ReportMaker {

    private final ReportFacts facts;
    private final JdbcReportTables tables;
    private final ReportRecords records;
    private final ReportSettings settings;
    private final SystemParts system;

    ReportMaker(
            ReportFacts facts,
            JdbcReportTables tables,
            ReportRecords records,
            ReportSettings settings,
            SystemParts system) {
        this.facts = facts;
        this.tables = tables;
        this.records = records;
        this.settings = settings;
        this.system = system;
    }

    Period period(PeriodType type, String text, Instant now) {
        return Period.parse(type, text, now, settings.calendar());
    }

    ReportDocument make(Period period, Instant now) {
        Span span = period.span();
        Facts found = facts.of(span, now, system.targets());
        List<Figure> figures = Figures.of(found, settings, system.all());
        return new ReportDocument(
                UUID.randomUUID(),
                period.type(),
                period.label(),
                0,
                span.from(),
                span.until(),
                period.isOver(now),
                settings.zone(),
                now,
                beside(figures, before(period.previous(), now)),
                tables(found, span),
                ReportCharts.of(found, period.parts(now), settings, system.all()));
    }

    private List<Table> tables(Facts found, Span span) {
        return new ReportTables(found, settings.calendar())
                .all(tables.backups(span), tables.updates(span), tables.overrides(span));
    }

    ReportContents contents(String period, Span span, Instant now) {
        return Arrays.stream(PeriodType.values())
                .flatMap(type -> records.newest(type, period).stream())
                .filter(report -> report.isOver()
                        && report.from().equals(span.from())
                        && report.until().equals(span.until()))
                .findFirst()
                .map(report -> new ReportContents(report.figures(), report.tables()))
                .orElseGet(() ->
                        new ReportContents(compared(span, now), tables(facts.of(span, now, system.targets()), span)));
    }

    /** As its report has them, where there is one: what it was made of may be forgotten by now. */
    private List<Figure> before(Period previous, Instant now) {
        return records.newest(previous.type(), previous.label())
                .filter(ReportDocument::isOver)
                .map(report -> report.figures().stream().map(Compared::figure).toList())
                .orElseGet(() -> figures(previous.span(), now));
    }

    List<Compared> compared(Span span, Instant now) {
        Duration length = span.length();
        return beside(figures(span, now), figures(new Span(span.from().minus(length), span.from()), now));
    }

    private List<Figure> figures(Span span, Instant now) {
        return Figures.of(facts.of(span, now, system.targets()), settings, system.all());
    }

    private static List<Compared> beside(List<Figure> figures, List<Figure> before) {
        List<Compared> compared = new ArrayList<>();
        for (Figure figure : figures) {
            compared.add(Compared.of(
                    figure,
                    before.stream()
                            .filter(earlier -> earlier.kpi().equals(figure.kpi()))
                            .findFirst()
                            .orElse(null)));
        }
        return compared;
    }
}
