package io.upkeep.run;

import java.time.Instant;

/**
 * A step as the journal knows it.
 *
 * @param attempt how often it was started, from 1
 * @param work which piece of work it is on hosts, from 1: another one when a step is tried again after it failed, the
 *     same when a step that was cut off is resumed
 * @param finishedAt null while STARTED, except where its owner left it with nothing of it at work: to wait, or to be gone
 *     on with by another
 * @param checkpoint JSON of the exchange after the step; null unless FINISHED
 * @param failure why it FAILED or was SKIPPED; null otherwise
 */
public record StepRecord(
        StepKey key,
        State state,
        int attempt,
        int work,
        Instant startedAt,
        Instant finishedAt,
        String checkpoint,
        String failure) {

    /** Whether it has no outcome and nothing of it is at work; not so where its owner was cut off. */
    public boolean isLeftInOrder() {
        return state == State.STARTED && finishedAt != null;
    }

    /** STARTED is the INTENT; each of the others is an OUTCOME. */
    public enum State {
        STARTED,
        FINISHED,
        FAILED,
        SKIPPED
    }
}
