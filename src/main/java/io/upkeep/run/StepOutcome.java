package io.upkeep.run;

/** How a step ended. */
public sealed interface StepOutcome {

    /** The step did its work; the checkpoint is JSON that a replay restores instead of doing it again. */
    record Finished(String checkpoint) implements StepOutcome {}

    /** The step failed; the failure is for people and free of secrets. */
    record Failed(String failure) implements StepOutcome {}

    /** The step had nothing to do, as an {@code undo-} step whose step never started. */
    record Skipped(String reason) implements StepOutcome {}
}
