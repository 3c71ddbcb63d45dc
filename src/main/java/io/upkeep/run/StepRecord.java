package io.upkeep.run;

import java.time.Instant;

/**
 * A step as the journal knows it.
 *
 * @param attempt how often it was started, from 1
 * @param work which piece of work it is on hosts, from 1: another one when a step is tried again after it failed, the
 *     same when a step that was cut off is resumed
 * @param finishedAt null while STARTED
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

    /** STARTED is the INTENT; each of the others is an OUTCOME. */
    public enum State {
        STARTED,
        FINISHED,
        FAILED,
        SKIPPED
    }
}
