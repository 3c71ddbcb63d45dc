package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import java.util.UUID;

/**
 * The ids of requests for child runs. A step that is replayed asks with the same id and so finds the run that it asked
 * for; one that is done again after that run failed has another piece of work to do and gets another run.
 */
final class ChildRequest {

    private ChildRequest() {}

    /** @param work the step's piece of work */
    static String id(UUID parent, Phase phase, String work) {
        return ofPhase(parent, phase) + work;
    }

    /** How all of them begin that one phase of a run asks with. */
    static String ofPhase(UUID parent, Phase phase) {
        return of(parent) + phase + ":";
    }

    /** How all of them begin that a run asks with. */
    static String of(UUID parent) {
        return "child:%s:".formatted(parent);
    }
}
