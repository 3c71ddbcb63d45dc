package io.upkeep.performance;

import java.util.HashMap;
import java.util.Map;

/** Reads Redis' {@code INFO}. */
final class CacheFigures {

    private CacheFigures() {}

    static Reading parse(Map<?, ?> info) {
        Map<String, Object> row = new HashMap<>();
        row.put("epoch", info.get("run_id"));
        row.put("seconds", info.get("uptime_in_seconds"));
        row.put("memory_bytes", info.get("used_memory"));
        row.put("clients", info.get("connected_clients"));
        row.put("evictions_total", info.get("evicted_keys"));
        row.put("commands_total", info.get("total_commands_processed"));
        row.put("cache_hit_part", info.get("keyspace_hits"));
        Double hits = RowFigures.number(info.get("keyspace_hits"));
        Double misses = RowFigures.number(info.get("keyspace_misses"));
        row.put("cache_hit_whole", hits == null || misses == null ? null : hits + misses);
        return RowFigures.parse(row);
    }
}
