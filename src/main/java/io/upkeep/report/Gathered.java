package io.upkeep.report;

import io.upkeep.text.Amount;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a window that was held. Texts in it may be hostile.
 *
 * @param agreedFrom as agreed before it opened
 * @param overrunMinutes over the agreed end
 * @param runs that began in it and changed something or were noticed
 * @param incidents that were opened from its start until 24 hours after its end
 * @param noticesSent messages for people in that time
 * @param noticesFailed those that were given up
 * @param impactMinutes by level, in which users noticed something
 */
public record Gathered(
        Instant agreedFrom,
        Instant agreedUntil,
        Instant startedAt,
        Instant endedAt,
        double overrunMinutes,
        List<GatheredRun> runs,
        List<String> incidents,
        int noticesSent,
        int noticesFailed,
        Map<String, Double> impactMinutes) {

    private static final List<String> IMPACTS = List.of("OUTAGE", "DEGRADED", "REDUCED-REDUNDANCY");

    /** One run of the window. */
    public record GatheredRun(
            String id, String pipeline, String state, double minutes, String failedStep, String why) {}

    /** @param facts of the time from the window's start until 24 hours after its end */
    static Gathered of(PastWindow window, Facts facts, int noticesSent, int noticesFailed) {
        Span held = new Span(window.startedAt(), window.endedAt());
        List<GatheredRun> runs = facts.runs().stream()
                .filter(run -> run.startedAt() != null && held.contains(run.startedAt()))
                .filter(run -> run.changes() || IMPACTS.contains(run.impact()))
                .map(Gathered::run)
                .toList();
        Map<String, Double> impact = new LinkedHashMap<>();
        IMPACTS.forEach(level -> impact.put(
                level, facts.noticed(level).intersect(TimeSet.of(held)).minutes()));
        return new Gathered(
                window.opens(),
                window.agreedEnd(),
                window.startedAt(),
                window.endedAt(),
                window.overrun(facts.now()).toMillis() / 60_000.0,
                runs,
                facts.incidents().stream()
                        .filter(incident -> facts.period().contains(incident.openedAt()))
                        .map(PastIncident::title)
                        .toList(),
                noticesSent,
                noticesFailed,
                impact);
    }

    private static GatheredRun run(PastRun run) {
        double minutes = run.finishedAt() == null
                ? 0
                : Duration.between(run.startedAt(), run.finishedAt()).toMillis() / 60_000.0;
        return new GatheredRun(
                run.id().toString(), run.pipeline(), run.state(), minutes, run.failedStep(), run.failure());
    }

    /** In a line. */
    String words() {
        long undone = runs.stream()
                .filter(run -> run.state().equals("ROLLED_BACK") || run.state().equals("ROLLBACK_FAILED"))
                .count();
        return "%s, %d rolled back, %s, overran by %s min"
                .formatted(
                        Amount.of(runs.size(), "run"),
                        undone,
                        Amount.of(incidents.size(), "incident"),
                        Figure.number(overrunMinutes));
    }
}
