package io.upkeep.run;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Everything that becomes true of one owned run in one transaction: the fence first, then what changes, what is told,
 * and what becomes of its place in the queue.
 *
 * @param id tells whether this very write was committed, when the answer to it was lost
 * @param run the run as its owner holds it; its epoch is the fence
 * @param takesUp whether this raises the epoch from the one before: the first write of a new owner, who is fenced when the one
 *     before has written since the run was read
 * @param next the run after the write, or the same when its state stays
 * @param steps each step at most once
 * @param isWaitedFor whether somebody may wait for the run's end: it may hold locks or queue for some, or is a child
 */
public record RunWrite(
        UUID id,
        Run run,
        String owner,
        boolean takesUp,
        Run next,
        List<StepRecord> steps,
        List<RunFact> facts,
        Queue queue,
        boolean isWaitedFor) {

    /** What becomes of the run's place in the queue. */
    public sealed interface Queue {

        /** Stays as it is: the owner goes on. */
        record Keep() implements Queue {}

        /** Leaves the queue: at rest. */
        record Leave() implements Queue {}

        /** Is given back, to be taken up again at this instant. */
        record Again(Instant at) implements Queue {}
    }

    /** Whether the state changes. */
    public boolean moves() {
        return !next.equals(run);
    }
}
