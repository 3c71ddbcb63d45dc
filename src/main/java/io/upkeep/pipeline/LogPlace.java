package io.upkeep.pipeline;

import io.upkeep.run.LogEntry;
import io.upkeep.run.Phase;
import java.util.UUID;

/**
 * Where lines of a run's log come from.
 *
 * @param host null for the step itself
 */
record LogPlace(UUID run, Phase phase, String step, String host) {

    static LogPlace of(LogEntry entry) {
        return new LogPlace(entry.run(), entry.phase(), entry.step(), entry.host());
    }

    /** The run as a whole. */
    static LogPlace ofRun(LogEntry entry) {
        return new LogPlace(entry.run(), null, null, null);
    }
}
