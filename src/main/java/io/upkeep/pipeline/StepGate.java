package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.StepKey;

/** Asked again before every step of a run. */
interface StepGate {

    /**
     * Returns when the step may start.
     *
     * @throws HeldBack when the run has to wait first
     * @throws WindowClosed when the run is to stop here and be undone
     */
    void check(Run run, Pipeline pipeline, StepKey step);
}
