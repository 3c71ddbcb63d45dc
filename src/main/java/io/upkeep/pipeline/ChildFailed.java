package io.upkeep.pipeline;

import io.upkeep.run.Run;

/** The run that a step waited for did not succeed. */
final class ChildFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChildFailed(Run child) {
        super("run %s of %s ended %s%s".formatted(child.id(), child.pipeline(), child.state(), why(child)));
    }

    /** A run that a person rejected has no failure: its reason says who and why. */
    private static String why(Run child) {
        String why = child.failure() == null ? child.reason() : child.failure();
        return why == null ? "" : ": " + why;
    }
}
