package io.upkeep.pipeline;

import io.upkeep.run.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts lines that came from one place at about the same time into one entry: a row for each would be too many. */
final class LogChunks {

    private static final int LARGEST = 16 * 1024;

    private LogChunks() {}

    /** The same lines in fewer entries; those of one place stay in their order. */
    static List<LogEntry> of(List<LogEntry> lines) {
        List<Chunk> chunks = new ArrayList<>();
        Map<LogPlace, Chunk> open = new HashMap<>();
        for (LogEntry line : lines) {
            Chunk chunk = open.get(LogPlace.of(line));
            if (chunk == null || !chunk.takes(line)) {
                chunk = new Chunk(line);
                chunks.add(chunk);
                open.put(LogPlace.of(line), chunk);
            } else {
                chunk.add(line);
            }
        }
        return chunks.stream().map(Chunk::entry).toList();
    }

    /** Lines of one place and stream. */
    private static final class Chunk {

        private final LogEntry first;
        private final StringBuilder text;

        Chunk(LogEntry first) {
            this.first = first;
            this.text = new StringBuilder(first.text());
        }

        boolean takes(LogEntry line) {
            return first.stream() == line.stream()
                    && text.length() + line.text().length() + 1 <= LARGEST;
        }

        void add(LogEntry line) {
            text.append('\n').append(line.text());
        }

        LogEntry entry() {
            return first.saying(text.toString());
        }
    }
}
