package io.upkeep.report;

import io.upkeep.report.ReportDocument.Table;
import io.upkeep.text.Lasting;
import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the tables of a report from what was recorded. Pure. */
final class ReportTables {

    private static final int MOST = 40;
    private static final int REASONS = 10;

    private final Facts facts;
    private final ZoneId zone;

    ReportTables(Facts facts, ZoneId zone) {
        this.facts = facts;
        this.zone = zone;
    }

    /** Everything that a report shows, tables without rows too: that nothing happened is news. */
    List<Table> all(List<PastBackups> backups, List<PastUpdate> updates, List<PastOverride> overrides) {
        return List.of(
                windows(),
                pipelines(),
                failures(),
                incidents(),
                backups(backups),
                updates(updates),
                overrides(overrides),
                reasons());
    }

    private Table windows() {
        return table(
                "Windows",
                List.of("window", "opened", "agreed end", "ended", "over", "state"),
                facts.windows().stream()
                        .map(window -> List.of(
                                window.name(),
                                at(window.startedAt()),
                                at(window.agreedEnd()),
                                at(window.endedAt()),
                                over(window),
                                window.state()))
                        .toList());
    }

    private String over(PastWindow window) {
        Duration over = window.startedAt() == null ? Duration.ZERO : window.overrun(facts.now());
        return over.toSeconds() < 60 ? "" : Lasting.of(over);
    }

    private Table pipelines() {
        Map<String, List<PastRun>> byPipeline = facts.ended().stream()
                .collect(Collectors.groupingBy(PastRun::pipeline, TreeMap::new, Collectors.toList()));
        List<List<String>> rows = new ArrayList<>();
        byPipeline.forEach((pipeline, runs) -> rows.add(List.of(
                pipeline,
                count(runs.size()),
                count(runs.stream().filter(PastRun::succeeded).count()),
                count(runs.stream().filter(PastRun::isUndone).count()),
                count(runs.stream()
                        .filter(run -> !run.succeeded() && !run.isUndone())
                        .count()),
                median(runs))));
        return table("Runs", List.of("pipeline", "runs", "succeeded", "rolled back", "other", "median time"), rows);
    }

    private static String median(List<PastRun> runs) {
        List<Double> seconds = runs.stream()
                .filter(PastRun::isFinished)
                .map(run -> Duration.between(run.startedAt(), run.finishedAt()).toMillis() / 1000.0)
                .toList();
        return seconds.isEmpty() ? "" : Lasting.of(Duration.ofSeconds(Math.round(Estimates.median(seconds))));
    }

    private Table failures() {
        return table(
                "Rollbacks and failures",
                List.of("pipeline", "ended", "state", "failed step", "why"),
                newest(facts.ended().stream().filter(run -> !run.succeeded()).toList()).stream()
                        .map(run -> List.of(
                                run.pipeline(),
                                at(run.finishedAt()),
                                run.state(),
                                text(run.failedStep()),
                                Shown.reason(run.failure())))
                        .toList());
    }

    private static List<PastRun> newest(List<PastRun> runs) {
        return runs.stream()
                .sorted(Comparator.comparing(PastRun::finishedAt).reversed())
                .toList();
    }

    private Table incidents() {
        return table(
                "Incidents",
                List.of("opened", "what", "state", "after", "resolution"),
                facts.incidents().stream()
                        .filter(incident -> facts.period().contains(incident.openedAt()))
                        .map(incident -> List.of(
                                at(incident.openedAt()),
                                Shown.reason(incident.title()),
                                incident.state(),
                                incident.resolvedAt() == null
                                        ? ""
                                        : Lasting.of(Duration.between(incident.openedAt(), incident.resolvedAt())),
                                Shown.reason(incident.resolution())))
                        .toList());
    }

    private Table backups(List<PastBackups> backups) {
        return table(
                "Backups",
                List.of("series", "taken", "verified", "broken", "last proven", "restored in (RTO)", "data lost (RPO)"),
                backups.stream()
                        .map(series -> List.of(
                                series.series(),
                                count(series.taken()),
                                count(series.verified()),
                                count(series.bad()),
                                at(series.provenAt()),
                                seconds(series.restoreSeconds()),
                                seconds(series.lostSeconds())))
                        .toList());
    }

    private Table updates(List<PastUpdate> updates) {
        return table(
                "Updates",
                List.of("pipeline", "when", "what"),
                updates.stream()
                        .map(update -> List.of(update.pipeline(), at(update.at()), changed(update.content())))
                        .toList());
    }

    /** The record without its headings. */
    private static String changed(String content) {
        return Shown.reason(content.lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty() && !each.startsWith("#"))
                .collect(Collectors.joining("; ")));
    }

    private Table overrides(List<PastOverride> overrides) {
        return table(
                "Past admission",
                List.of("pipeline", "when", "by", "why", "reviewed by"),
                overrides.stream()
                        .map(start -> List.of(
                                start.pipeline() + (start.breakGlass() ? " (break-glass)" : ""),
                                at(start.at()),
                                start.person(),
                                Shown.reason(start.reason()),
                                text(start.reviewedBy())))
                        .toList());
    }

    /** Numbers are left out of reasons, so that the same trouble on two days is one. */
    private Table reasons() {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        facts.ended().stream()
                .filter(run -> run.failure() != null)
                .map(run -> Shown.reason(run.failure().lines().findFirst().orElse(""))
                        .replaceAll("\\b[0-9a-f]{8}-[0-9a-f-]{27}\\b|\\d+", "#"))
                .forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        return new Table(
                "Top reasons",
                List.of("times", "why"),
                reasons.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .limit(REASONS)
                        .map(reason -> List.of(count(reason.getValue()), reason.getKey()))
                        .toList(),
                "");
    }

    private static Table table(String title, List<String> columns, List<List<String>> rows) {
        String note = rows.size() <= MOST ? "" : "%d more are left out".formatted(rows.size() - MOST);
        return new Table(title, columns, rows.stream().limit(MOST).toList(), note);
    }

    private String at(Instant instant) {
        return Words.at(instant, zone);
    }

    private static String seconds(Double seconds) {
        return seconds == null ? "" : Lasting.of(Duration.ofSeconds(Math.max(0, Math.round(seconds))));
    }

    private static String count(long number) {
        return Long.toString(number);
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }
}
