package io.upkeep.approval;

import java.util.UUID;

/** The engine's ear: told after an answer, an override or a rejection is committed. */
@FunctionalInterface
public interface WaitingRuns {

    /** Looks again at whether the run may start; harmless for one that does not wait. */
    void reconsider(UUID run);
}
