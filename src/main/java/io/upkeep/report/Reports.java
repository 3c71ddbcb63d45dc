package io.upkeep.report;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.report.ReportDocument.Compared;
import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reports, step by step as routes make them: {@code method: {ref: reports, method: …}}. Each may be asked twice without harm. */
@Component("reports")
public class Reports {

    private final ReportFacts facts;
    private final ReportMaker maker;
    private final ReportRecords records;
    private final ReportReaders readers;
    private final Outbox outbox;
    private final Clock clock;

    Reports(
            ReportFacts facts,
            ReportMaker maker,
            ReportRecords records,
            ReportReaders readers,
            Outbox outbox,
            Clock clock) {
        this.facts = facts;
        this.maker = maker;
        this.records = records;
        this.readers = readers;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Keeps what reports need of runs before those are forgotten; and says of what time the report will be. */
    public String collect(String type, String period) {
        Period asked = maker.period(PeriodType.of(type), period, clock.instant());
        return "%s %s: %s are kept for reports".formatted(type, asked.label(), Amount.of(facts.keep(), "more run"));
    }

    /**
     * Works the figures out and stores them; a new revision where the period has a report already.
     *
     * @return the report's id
     */
    public String measure(String type, String period, String run) {
        Instant now = clock.instant();
        ReportDocument draft = maker.make(maker.period(PeriodType.of(type), period, now), now);
        return records.add(UUID.fromString(run), draft).id().toString();
    }

    /** The report's figures as lines, for the journal. */
    public String figures(String report) {
        StringBuilder text = new StringBuilder();
        document(report).figures().forEach(each -> text.append(line(each.figure())));
        return text.toString();
    }

    /** Where there is no value the reason says so. */
    private static String line(Figure figure) {
        return figure.value() == null
                ? "%s: %s%n".formatted(figure.title(), figure.reason())
                : "%s: %s (%s)%n".formatted(figure.title(), figure.words(), figure.reason());
    }

    /** Writes the report in all its forms and publishes its figures to programs, once. */
    @Transactional
    public String write(String report) {
        ReportDocument document = document(report);
        boolean isNew = !records.find(document.id()).orElseThrow().isWritten();
        records.write(document.id(), ReportMarkdown.of(document), ReportHtml.of(document));
        if (isNew) {
            outbox.append(published(document));
        }
        return "%s, revision %d".formatted(document.title(), document.revision());
    }

    /**
     * Sends it to who subscribed to reports of its type; a further revision is not sent to who has one, and so none of a period that is
     * still going on.
     */
    @Transactional
    public String distribute(String report) {
        ReportDocument document = document(report);
        if (!document.isOver()) {
            return "nobody is told: it goes until %s, and is sent when that is over; look at it with upkeep report show %s"
                    .formatted(document.until(), document.id());
        }
        Map<String, String> summary = new LinkedHashMap<>();
        for (Compared each : document.figures()) {
            if (each.figure().value() != null) {
                String trend = each.words();
                summary.put(each.figure().title(), each.figure().words() + (trend.isEmpty() ? "" : ", " + trend));
            }
        }
        int told = readers.tell(new ReportReaders.Letter(
                document.type().word(),
                "report " + document.type().word() + " " + document.period(),
                document.title(),
                summary,
                form(document.id(), "markdown"),
                form(document.id(), "html"),
                "/api/reports/" + document.id() + ".html"));
        return told == 0
                ? "nobody is told: who subscribed (upkeep.stakeholders.NAME.reports) has it already, or nobody did"
                : "told " + Amount.of(told, "stakeholder");
    }

    /** The newest first. */
    public List<Report> newest(int limit) {
        return records.newest(limit);
    }

    /** The newest report of a type, whole. */
    public Optional<ReportDocument> newest(PeriodType type) {
        return records.newest(type);
    }

    /** A report whole. */
    public Optional<ReportDocument> find(UUID id) {
        return records.document(id);
    }

    /**
     * A report in a form for people.
     *
     * @param form {@code markdown} or {@code html}
     */
    public Optional<String> rendered(UUID id, String form) {
        return records.rendered(id, form);
    }

    /** The figures of any time, worked out now, beside those of the same time before it. */
    public List<Compared> figures(Instant from, Instant until) {
        return maker.compared(new Span(from, until), clock.instant());
    }

    /**
     * What there is to say of a time that is over: what its newest report says, where one was made when it was over, so that
     * nobody reads two figures for one time; worked out now otherwise.
     *
     * @param period the label that its report has, such as {@code 2026-11}
     */
    public ReportContents contents(String period, Instant from, Instant until) {
        return maker.contents(period, new Span(from, until), clock.instant());
    }

    private ReportDocument document(String report) {
        return records.document(UUID.fromString(report))
                .orElseThrow(() -> ReportRefused.missing("there is no report " + Shown.of(report)));
    }

    private String form(UUID id, String form) {
        return records.rendered(id, form)
                .orElseThrow(() -> new ReportRefused(
                        "report %s is not written yet; let a step call reports.write before".formatted(id)));
    }

    private Event published(ReportDocument document) {
        String subject = document.type().word() + "/" + document.period();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("report", document.id().toString());
        facts.put("type", document.type().word());
        facts.put("period", document.period());
        facts.put("revision", document.revision());
        facts.put("from", document.from().toString());
        facts.put("until", document.until().toString());
        facts.put("over", document.isOver());
        facts.put("figures", document.figures().stream().map(Reports::fact).toList());
        return new Event(
                UUID.randomUUID(),
                "io.upkeep.kpi.published.v1",
                subject,
                subject,
                document.revision(),
                clock.instant(),
                facts);
    }

    private static Map<String, Object> fact(Compared each) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("kpi", each.figure().kpi());
        fact.put("value", each.figure().value());
        fact.put("unit", each.figure().unit());
        fact.put("parts", each.figure().parts());
        fact.put("reason", each.figure().reason());
        fact.put("formula", each.figure().formula());
        fact.put("before", each.before());
        return fact;
    }
}
