package io.upkeep.pipeline.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a timer owes: a comparison of the times it was due at with the runs that were asked for.
 *
 * @param fires the times to ask for runs of now
 * @param missed the times that nobody asked for in time, oldest first
 * @param newestAsked the newest time a run was asked for, before or by this; null when there is none
 * @param lookedUntil everything up to here is settled when this is carried out
 */
record Reconciliation(List<Instant> fires, List<Missed> missed, Instant newestAsked, Instant lookedUntil) {

    /** Left to Quartz, which is more punctual. */
    static final Duration QUARTZ_FIRST = Duration.ofSeconds(5);

    /** Past this a time counts as missed; until then it is asked for without further ado. */
    static final Duration LATE = Duration.ofSeconds(60);

    /** Times further back than this are not looked at, however long nobody looked. */
    static final Duration LOOK_BACK = Duration.ofDays(31);

    /** A time that was missed, and what became of it. */
    record Missed(Instant due, Outcome outcome) {}

    /** What becomes of a missed time. */
    enum Outcome {
        /** A run is asked for now. */
        MADE_UP,
        /** A later time of the same timer ran or is made up for: once is enough. */
        COVERED,
        /** The timer says that missed times are not made up for. */
        SKIPPED
    }

    /**
     * Compares.
     *
     * @param lookedAt until when everything is settled
     * @param asked of some times those that runs were asked for
     */
    static Reconciliation of(Timer timer, Instant lookedAt, Instant now, Function<List<Instant>, Set<Instant>> asked) {
        Instant until = now.minus(QUARTZ_FIRST);
        Instant from = lookedAt.isBefore(now.minus(LOOK_BACK)) ? now.minus(LOOK_BACK) : lookedAt;
        List<Instant> due = timer.schedule().between(from, until);
        Set<Instant> known = due.isEmpty() ? Set.of() : asked.apply(due);
        List<Instant> open = due.stream().filter(time -> !known.contains(time)).toList();
        Instant late = now.minus(LATE);
        List<Instant> fires = new ArrayList<>(
                open.stream().filter(time -> !time.isBefore(late)).toList());
        List<Instant> missed = open.stream().filter(time -> time.isBefore(late)).toList();
        Instant madeUp =
                timer.policy() == MissedPolicy.FIRE_ONCE && fires.isEmpty() ? newestUncovered(missed, known) : null;
        if (madeUp != null) {
            fires.add(madeUp);
        }
        return new Reconciliation(
                List.copyOf(fires),
                missed.stream()
                        .map(time -> new Missed(time, outcome(timer, time, madeUp)))
                        .toList(),
                newest(fires, known),
                until.isAfter(lookedAt) ? until : lookedAt);
    }

    private static Instant newestUncovered(List<Instant> missed, Set<Instant> known) {
        if (missed.isEmpty()) {
            return null;
        }
        Instant newest = missed.get(missed.size() - 1);
        return known.stream().anyMatch(time -> time.isAfter(newest)) ? null : newest;
    }

    private static Outcome outcome(Timer timer, Instant time, Instant madeUp) {
        if (timer.policy() == MissedPolicy.SKIP) {
            return Outcome.SKIPPED;
        }
        return time.equals(madeUp) ? Outcome.MADE_UP : Outcome.COVERED;
    }

    private static Instant newest(List<Instant> fires, Set<Instant> known) {
        List<Instant> all = new ArrayList<>(known);
        all.addAll(fires);
        return all.stream().max(Instant::compareTo).orElse(null);
    }
}
