package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.RunJournal.Change;
import java.time.Duration;
import java.time.Instant;

/** Waiting, as the journal notes it. */
final class Waits {

    /** Whoever changes what a run waits for has it looked at again; this is for when that got lost. */
    private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);

    private static final Duration SOON = Duration.ofSeconds(1);

    private Waits() {}

    static Change change(Verdict.Wait wait) {
        return new Change(
                null, null, null, wait.reason(), new Run.Waiting(wait.kind().name(), wait.until(), wait.locks()), null);
    }

    /** When to look again: at the instant it names, but at least every minute. */
    static Instant lookAgain(Verdict.Wait wait, Instant now) {
        Instant latest = now.plus(AT_LEAST_EVERY);
        return wait.until() == null || wait.until().isAfter(latest) ? latest : wait.until();
    }

    /** The same for a wait that is new: what it waits for may have changed before anybody could know that it waits. */
    static Instant lookSoon(Verdict.Wait wait, Instant now) {
        Instant soon = now.plus(SOON);
        Instant again = lookAgain(wait, now);
        return again.isBefore(soon) ? again : soon;
    }
}
