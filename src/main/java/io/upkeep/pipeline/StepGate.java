package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.StepKey;
import java.util.Optional;

/** Asked again before every step of a run. */
interface StepGate {

    /**
     * Returns when the step may start.
     *
     * @param wasInterrupted whether the run went on after an interruption without admission being asked, and this is its
     *     first changing step since: its plan may be another one than people said yes to. It cannot change under an owner,
     *     who goes by the pipeline and the targets that he began with.
     * @throws HeldBack when the run has to wait first
     * @throws MustStop when the run is to stop here and be undone
     */
    void check(Run run, Pipeline pipeline, StepKey step, boolean wasInterrupted);

    /** What is to be told of a run that goes on although its window has closed; empty when nothing is, or it was told. */
    Optional<String> overrun(Run run, Pipeline pipeline);
}
