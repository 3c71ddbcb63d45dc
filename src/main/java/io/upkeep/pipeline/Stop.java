package io.upkeep.pipeline;

import io.upkeep.run.Run;

/** Why the owner of a run is to stop working on it. */
sealed interface Stop {

    /** This node stops or rests: the run goes on elsewhere, from its next step. */
    record NodeRests() implements Stop {}

    /** The run may belong to somebody else by now: nothing more may be done for it, and nothing that runs be ended. */
    record OwnershipLost() implements Stop {}

    /** A person wants it. */
    record Wished(Run.Wish wish) implements Stop {

        /** Whether the step under way is to be ended, too. */
        boolean isNow() {
            return wish.kind() != Run.Wish.Kind.PAUSE;
        }
    }
}
