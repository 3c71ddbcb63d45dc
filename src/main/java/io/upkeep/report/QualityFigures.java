package io.upkeep.report;

import io.upkeep.text.Amount;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of how changes went and how soon problems were over. */
final class QualityFigures {

    private static final String NO_CHANGE = "no change of the system ended in this time";

    private final Facts facts;

    QualityFigures(Facts facts) {
        this.facts = facts;
    }

    /** Changes in time, checks passed, not rolled back, no incident within 24 h / changes that ended. */
    Figure successRate() {
        List<PastRun> settled = facts.changes().stream()
                .filter(run -> !run.finishedAt().plus(Facts.WATCHED).isAfter(facts.now()) || run.isUndone())
                .toList();
        int watched = facts.changes().size() - settled.size();
        if (settled.isEmpty()) {
            return Figure.none(
                    Kpi.MAINTENANCE_SUCCESS_RATE,
                    watched == 0
                            ? NO_CHANGE
                            : "of %s none is over for 24 hours".formatted(Amount.of(watched, "change")));
        }
        Map<String, Integer> trouble = new LinkedHashMap<>();
        settled.forEach(run -> {
            String what = trouble(run);
            if (what != null) {
                trouble.merge(what, 1, Integer::sum);
            }
        });
        int bad = trouble.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder reason = new StringBuilder(
                "%d of %s went well".formatted(settled.size() - bad, Amount.of(settled.size(), "change")));
        trouble.forEach(
                (what, times) -> reason.append("; ").append(times).append(' ').append(what));
        if (watched > 0) {
            reason.append("; left out: ").append(watched).append(" over for less than 24 hours");
        }
        return Figure.of(
                Kpi.MAINTENANCE_SUCCESS_RATE, 100.0 * (settled.size() - bad) / settled.size(), reason.toString());
    }

    /** The first thing that a change did not do right; null when it did everything. */
    String trouble(PastRun run) {
        if (run.isUndone()) {
            return "rolled back";
        }
        if (run.closesAt() != null && run.finishedAt().isAfter(run.closesAt())) {
            return "over the end of the window";
        }
        Instant until = run.finishedAt().plus(Facts.WATCHED);
        boolean isFollowed = facts.incidents().stream()
                .anyMatch(incident -> !incident.openedAt().isBefore(run.startedAt())
                        && incident.openedAt().isBefore(until));
        return isFollowed ? "with an incident within 24 hours" : null;
    }

    /** Changes rolled back / changes that ended. */
    Figure rollbackFrequency() {
        int all = facts.changes().size();
        if (all == 0) {
            return Figure.none(Kpi.ROLLBACK_FREQUENCY, NO_CHANGE);
        }
        long undone = facts.changes().stream().filter(PastRun::isUndone).count();
        long failed = facts.changes().stream()
                .filter(run -> run.state().equals("ROLLBACK_FAILED"))
                .count();
        return Figure.of(
                Kpi.ROLLBACK_FREQUENCY,
                100.0 * undone / all,
                "%d of %s%s"
                        .formatted(
                                undone,
                                Amount.of(all, "change"),
                                failed == 0 ? "" : ", of which %d could not be undone".formatted(failed)),
                Map.of("rollbacks", (double) undone));
    }

    /** The median from detection to resolution of incidents that were resolved in the period. */
    Figure resolutionTime() {
        List<Double> minutes = facts.incidents().stream()
                .filter(incident ->
                        incident.resolvedAt() != null && facts.period().contains(incident.resolvedAt()))
                .map(incident -> (incident.resolvedAt().toEpochMilli()
                                - incident.openedAt().toEpochMilli())
                        / 60_000.0)
                .toList();
        long open = facts.incidents().stream()
                .filter(incident -> facts.period().contains(incident.openedAt()) && incident.resolvedAt() == null)
                .count();
        String still = open == 0 ? "" : "; left out: %d that %s open".formatted(open, open == 1 ? "is" : "are");
        return minutes.isEmpty()
                ? Figure.none(Kpi.ISSUE_RESOLUTION_TIME, "no incident was resolved in this time" + still)
                : Figure.of(
                        Kpi.ISSUE_RESOLUTION_TIME,
                        Estimates.median(minutes),
                        "median of %s%s".formatted(Amount.of(minutes.size(), "resolved incident"), still));
    }
}
