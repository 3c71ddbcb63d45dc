package io.upkeep.run;

import java.util.UUID;

/**
 * Published in the process after a change of a run is committed, for those who show it live.
 *
 * @param state the run's state after it; null when the publisher does not know
 */
public record RunChanged(UUID run, RunState state) {

    /** Something about the run changed, its state perhaps not. */
    public RunChanged(UUID run) {
        this(run, null);
    }
}
