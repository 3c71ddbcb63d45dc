package io.upkeep.pipeline;

import io.upkeep.run.Run;

/** A person wanted the run to stop, and it did so between two steps. */
final class StoppedByPerson extends RuntimeException implements EndsWithoutOutcome {

    private static final long serialVersionUID = 1L;

    private final transient Run.Wish wish;

    StoppedByPerson(Run.Wish wish) {
        super("%s asked for by %s".formatted(wish.kind(), wish.by()));
        this.wish = wish;
    }

    Run.Wish wish() {
        return wish;
    }
}
