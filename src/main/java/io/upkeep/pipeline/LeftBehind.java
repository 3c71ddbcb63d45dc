package io.upkeep.pipeline;

import io.upkeep.run.StepKey;

/** The route has ended without this branch, because another failed: what the branch has not begun is not begun any more. */
final class LeftBehind extends RuntimeException implements EndsWithoutOutcome {

    private static final long serialVersionUID = 1L;

    LeftBehind(StepKey step) {
        super("the run has failed, step '%s' is not begun any more".formatted(step));
    }
}
