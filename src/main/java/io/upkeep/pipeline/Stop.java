package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import io.upkeep.run.Run;

/** Why the owner of a run is to stop working on it. */
sealed interface Stop {

    /** What keeps the owner from beginning another step. */
    RuntimeException beforeStep(Run run);

    /** It is this node that goes no further: the run does so elsewhere. */
    sealed interface OfNode extends Stop {

        @Override
        default RuntimeException beforeStep(Run run) {
            return new Parked();
        }
    }

    /** This node stops or rests: the run goes on elsewhere, from its next step. */
    record NodeRests() implements OfNode {}

    /** This node stops and waits no longer for the step under way: it is the next owner's as after a crash, and what runs is not ended. */
    record NodeStops() implements OfNode {}

    /** The run may belong to somebody else by now: nothing more may be done for it, and nothing that runs be ended. */
    record OwnershipLost() implements Stop {

        @Override
        public RuntimeException beforeStep(Run run) {
            return new Fenced(run.id(), run.epoch());
        }
    }

    /** A person wants it. */
    record Wished(Run.Wish wish) implements Stop {

        /** Whether the step under way is to be ended, too. */
        boolean isNow() {
            return wish.kind() != Run.Wish.Kind.PAUSE;
        }

        @Override
        public RuntimeException beforeStep(Run run) {
            return new StoppedByPerson(wish);
        }
    }
}
