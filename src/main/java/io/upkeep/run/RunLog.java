package io.upkeep.run;

import java.util.List;
import java.util.UUID;

/**
 * What was said and printed while runs were at work, for people. It is no part of the journal: nothing is decided by it, a
 * failure to write it fails no run, and it is kept for a shorter time.
 */
public interface RunLog {

    /** Writes entries in their order, all or none. */
    void add(List<LogEntry> entries);

    /**
     * A part of a run's log, oldest first.
     *
     * @param after the id of the last entry that is known; 0 for the beginning
     * @param most how many entries at most
     */
    List<LogEntry> read(UUID run, Choice choice, long after, int most);

    /** The hosts that printed anything that is kept, by name. */
    List<String> hosts(UUID run);

    /**
     * What comes right before an entry, oldest first.
     *
     * @param before the id of the first entry that is known; {@link Long#MAX_VALUE} for the end
     * @param most how many entries at most
     */
    List<LogEntry> readBack(UUID run, Choice choice, long before, int most);

    /**
     * Which entries.
     *
     * @param host null for all
     * @param step its path; null for all
     * @param stream null for all
     */
    record Choice(String host, String step, LogEntry.Stream stream) {

        /** All of them. */
        public static final Choice ALL = new Choice(null, null, null);
    }
}
