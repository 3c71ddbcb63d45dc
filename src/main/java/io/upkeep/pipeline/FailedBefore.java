package io.upkeep.pipeline;

import io.upkeep.run.StepKey;

/** A step failed for an owner that was cut off while other branches of the run were at work: it is not executed again. */
final class FailedBefore extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param failure as it was recorded */
    FailedBefore(StepKey step, String failure) {
        super(failure == null ? "step '%s' failed".formatted(step) : failure);
    }
}
