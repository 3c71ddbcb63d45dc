package io.upkeep.pipeline;

import io.upkeep.run.StepKey;
import java.time.Duration;

/** The run is past its pipeline's timeout, so this step was not started. */
final class RunTimedOut extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RunTimedOut(StepKey step, Duration timeout) {
        super("the run is past its timeout of %s, so step '%s' was not started".formatted(timeout, step));
    }
}
