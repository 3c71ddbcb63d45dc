package io.upkeep.pipeline;

import java.time.Instant;
import java.util.UUID;

/** A step asked for another run and waits for its end: the run rests meanwhile and comes back to this step. */
final class WaitsForChild extends RuntimeException implements EndsWithoutOutcome {

    private static final long serialVersionUID = 1L;

    private final transient UUID child;

    WaitsForChild(UUID child, String pipeline) {
        super("waits for run %s of %s".formatted(child, pipeline));
        this.child = child;
    }

    UUID child() {
        return child;
    }

    /** The child's end has the parent looked at again; this is for when that got lost. */
    Instant lookAgain(Instant now) {
        return now.plusSeconds(5);
    }
}
