package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.RunState;

/** What a step that waits for a child run takes for no failure; routes write it in lower case. */
public enum Tolerance {
    /** Only a run that succeeded is none. */
    NOTHING,
    /** Nor is one that was cancelled before it began: nobody needs it any more. */
    WITHDRAWAL,
    /** Whatever it ended with, it was worth the try. */
    FAILURE;

    /** Whether the step goes on after this run, which is over and did not succeed. */
    boolean accepts(Run child) {
        return switch (this) {
            case NOTHING -> false;
            case WITHDRAWAL -> child.state() == RunState.CANCELLED && child.startedAt() == null;
            case FAILURE -> true;
        };
    }
}
