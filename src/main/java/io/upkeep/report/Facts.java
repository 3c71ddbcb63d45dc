package io.upkeep.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that figures are made of: what was recorded of a period, and of as long before and after it as a formula looks.
 *
 * @param now until when anything is known
 * @param seen states of the probes that say whether a target is up
 * @param latency what the latency probe measured, from four weeks before the period on
 * @param busy by resource, the 95th percentile of what its probes measured in the period
 * @param optimising what the optimised probe measured, from a week before the period until a week after it
 */
public record Facts(
        Span period,
        Instant now,
        List<PastRun> runs,
        List<PastWindow> windows,
        List<PastIncident> incidents,
        List<Seen> seen,
        List<Measured> latency,
        Map<String, Double> busy,
        List<Measured> optimising) {

    /** How long a change is watched before it counts as one without trouble. */
    static final Duration WATCHED = Duration.ofHours(24);

    /** Copies everything. */
    public Facts {
        runs = List.copyOf(runs);
        windows = List.copyOf(windows);
        incidents = List.copyOf(incidents);
        seen = List.copyOf(seen);
        latency = List.copyOf(latency);
        busy = Map.copyOf(busy);
        optimising = List.copyOf(optimising);
    }

    /** The same facts for a part of the period. */
    Facts in(Span part) {
        return new Facts(part, now, runs, windows, incidents, seen, latency, busy, optimising);
    }

    /** The period as far as it is over. */
    TimeSet known() {
        if (!now.isAfter(period.from())) {
            return TimeSet.EMPTY;
        }
        return TimeSet.of(new Span(period.from(), now.isBefore(period.until()) ? now : period.until()));
    }

    /** When maintenance was announced and held, as agreed. */
    TimeSet announced() {
        return TimeSet.of(held().stream().map(PastWindow::agreed).toList()).intersect(known());
    }

    /** The windows that opened, whenever. */
    List<PastWindow> held() {
        return windows.stream().filter(window -> window.startedAt() != null).toList();
    }

    /** The windows that opened in the period. */
    List<PastWindow> opened() {
        return held().stream()
                .filter(window -> period.contains(window.startedAt()))
                .toList();
    }

    /** The runs that ended in the period. */
    List<PastRun> ended() {
        return runs.stream()
                .filter(run -> run.finishedAt() != null && period.contains(run.finishedAt()))
                .toList();
    }

    /** The changes that came to an end in the period. */
    List<PastRun> changes() {
        return ended().stream()
                .filter(PastRun::changes)
                .filter(PastRun::isFinished)
                .toList();
    }

    /** When users noticed maintenance of this impact. */
    TimeSet noticed(String impact) {
        return TimeSet.of(runs.stream()
                        .filter(run -> impact.equals(run.impact()) && run.startedAt() != null)
                        .flatMap(run -> span(run).stream())
                        .toList())
                .intersect(known());
    }

    private Optional<Span> span(PastRun run) {
        Instant until = run.finishedAt() == null ? now : run.finishedAt();
        return run.startedAt().isBefore(until) ? Optional.of(new Span(run.startedAt(), until)) : Optional.empty();
    }
}
