package io.upkeep.pipeline;

import io.upkeep.run.LogEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of a run's log is kept: a host that prints without an end must not fill the database. What is beyond is left
 * out, and said once. For one thread.
 */
final class LogRoom {

    /** Characters of one host, or of the route, in one step. */
    static final int OF_ONE = 256 * 1024;

    /** Characters of a run. */
    static final int OF_RUN = 16 * 1024 * 1024;

    /** Entries without text take room, too. */
    private static final int OF_A_ROW = 100;

    private static final String NO_MORE =
            "… more was printed than is kept (%d KiB of a host in a step, %d MiB of a run); print less, or write it to a file there"
                    .formatted(OF_ONE / 1024, OF_RUN / 1024 / 1024);
    /** Places that are forgotten get their room again: so many are hardly at work at once. */
    private static final int MOST_PLACES = 20_000;

    private final Map<LogPlace, Integer> taken = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LogPlace, Integer> eldest) {
            return size() > MOST_PLACES;
        }
    };

    /** The entry as it is kept; null when there is no room any more and that was said. */
    LogEntry kept(LogEntry entry) {
        LogPlace whole = LogPlace.ofRun(entry);
        LogPlace place = LogPlace.of(entry);
        int ofRun = taken.getOrDefault(whole, 0);
        int ofOne = taken.getOrDefault(place, 0);
        if (ofOne > OF_ONE || ofRun > OF_RUN) {
            return null;
        }
        int room = Math.min(OF_ONE - ofOne, OF_RUN - ofRun);
        int length = entry.text().length() + OF_A_ROW;
        if (length <= room) {
            taken.put(whole, ofRun + length);
            taken.put(place, ofOne + length);
            return entry;
        }
        taken.put(place, OF_ONE + 1);
        if (ofRun + length > OF_RUN) {
            taken.put(whole, OF_RUN + 1);
        }
        String head = entry.text().substring(0, Math.max(0, entry.text().lastIndexOf('\n', room)));
        return entry.saying(head.isEmpty() ? NO_MORE : head + "\n" + NO_MORE);
    }
}
