package io.upkeep.pipeline;

import io.upkeep.pipeline.Pipeline.Interrupted;
import io.upkeep.run.StepKey;

/** A step was found started and not ended, and the pipeline says not simply to run it again. */
final class CutOff extends RuntimeException implements EndsWithoutOutcome {

    private static final long serialVersionUID = 1L;

    private final transient StepKey step;
    private final Interrupted policy;

    CutOff(StepKey step, Interrupted policy) {
        super("step '%s' was cut off in the middle; nobody knows how far it came".formatted(step));
        this.step = step;
        this.policy = policy;
    }

    StepKey step() {
        return step;
    }

    Interrupted policy() {
        return policy;
    }
}
