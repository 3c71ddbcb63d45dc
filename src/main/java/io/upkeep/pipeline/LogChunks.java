package io.upkeep.pipeline;

import io.upkeep.run.LogEntry;
import io.upkeep.run.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Puts lines that came from one place at about the same time into one entry: a row for each would be too many. */
final class LogChunks {

    private static final int LARGEST = 16 * 1024;

    private LogChunks() {}

    private record Place(UUID run, Phase phase, String step, String host) {}

    /** The same lines in fewer entries; those of one place stay in their order. */
    static List<LogEntry> of(List<LogEntry> lines) {
        List<List<LogEntry>> chunks = new ArrayList<>();
        Map<Place, List<LogEntry>> open = new LinkedHashMap<>();
        Map<Place, Integer> sizes = new LinkedHashMap<>();
        for (LogEntry line : lines) {
            Place place = new Place(line.run(), line.phase(), line.step(), line.host());
            List<LogEntry> chunk = open.get(place);
            int size = sizes.getOrDefault(place, 0) + line.text().length() + 1;
            if (chunk == null || chunk.get(0).stream() != line.stream() || size > LARGEST) {
                chunk = new ArrayList<>();
                chunks.add(chunk);
                open.put(place, chunk);
                size = line.text().length();
            }
            chunk.add(line);
            sizes.put(place, size);
        }
        return chunks.stream().map(LogChunks::joined).toList();
    }

    private static LogEntry joined(List<LogEntry> lines) {
        return lines.get(0)
                .saying(String.join("\n", lines.stream().map(LogEntry::text).toList()));
    }
}
