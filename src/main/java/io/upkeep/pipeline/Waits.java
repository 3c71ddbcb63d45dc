package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.RunJournal.Change;
import java.time.Duration;
import java.time.Instant;

/** Waiting, as the journal notes it. */
final class Waits {

    /** Whoever changes what a run waits for has it looked at again; this is for when that got lost. */
    private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);

    /**
     * Later for who stands far back in a queue: it is woken when it is near, and a look costs more the longer the queue is.
     * If all who queue were looked at every minute, thousands would keep the one who may start from being looked at.
     */
    private static final Duration FOR_EACH_AHEAD = Duration.ofSeconds(1);

    private static final Duration AT_LEAST_EVERY_IN_A_QUEUE = Duration.ofMinutes(5);

    /** Who has as many before it is not next, whatever happened a moment ago. */
    private static final int FAR_BACK = 10;

    private static final Duration SOON = Duration.ofSeconds(1);

    private Waits() {}

    static Change change(Verdict.Wait wait) {
        return new Change(
                null, null, null, wait.reason(), new Run.Waiting(wait.kind().name(), wait.until(), wait.locks()), null);
    }

    /** Whether the run waits for a child run, to end or to stop. */
    static boolean isForChild(Run run) {
        return run.waiting() != null && run.waiting().kind().equals(Verdict.Kind.CHILD_RUN.name());
    }

    /**
     * When to look again: at the instant it names, but at least every minute, and every five in a long queue. What it waits
     * for may change in a transaction that cannot see yet that it waits, and that ends late on a busy machine: so the first
     * looks come soon, each after as long again.
     *
     * @param since from when it waits, or at most has waited
     */
    static Instant lookAgain(Verdict.Wait wait, Instant since, Instant now) {
        Instant latest = earlier(
                now.plus(AT_LEAST_EVERY).plus(FOR_EACH_AHEAD.multipliedBy(wait.ahead())),
                now.plus(AT_LEAST_EVERY_IN_A_QUEUE));
        if (wait.ahead() < FAR_BACK) {
            Duration waited = Duration.between(since, now);
            latest = earlier(latest, now.plus(waited.compareTo(SOON) < 0 ? SOON : waited));
        }
        return wait.until() == null || wait.until().isAfter(latest) ? latest : wait.until();
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
