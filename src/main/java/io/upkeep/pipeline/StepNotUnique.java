package io.upkeep.pipeline;

import io.upkeep.run.StepKey;

/** Two executions in one run have the same key, so a replay could not tell them apart. */
final class StepNotUnique extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StepNotUnique(StepKey step) {
        super("step '%s' is executed twice in this run; give each call of a shared route a step of its own around it"
                .formatted(step));
    }
}
