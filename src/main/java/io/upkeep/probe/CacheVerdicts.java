package io.upkeep.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What Redis' {@code INFO} means. */
final class CacheVerdicts {

    static final double MEMORY_WARNING = 80;
    static final double MEMORY_CRITICAL = 95;

    /** The only fields of INFO that are looked at. */
    static final Set<String> FIELDS = Set.of(
            "redis_version",
            "loading",
            "evicted_keys",
            "used_memory",
            "maxmemory",
            "rdb_last_bgsave_status",
            "aof_last_write_status");

    private CacheVerdicts() {}

    static List<ProbeResult> judge(Map<String, Object> info) {
        List<ProbeResult> results = new ArrayList<>();
        if (!info.containsKey("redis_version")) {
            return List.of(ProbeResult.of("answers", Verdict.unknown("answered, but not with Redis' INFO")));
        }
        boolean loading = "1".equals(info.get("loading"));
        results.add(ProbeResult.of(
                "answers", loading ? Verdict.warning("is loading its data") : Verdict.ok("answers PING and INFO")));
        results.add(memory(info));
        results.addAll(evictions(info));
        if ("err".equals(info.get("rdb_last_bgsave_status")) || "err".equals(info.get("aof_last_write_status"))) {
            results.add(ProbeResult.of("persistence", Verdict.critical("the last write of its data to disk failed")));
        } else {
            results.add(ProbeResult.of("persistence", Verdict.ok("no failed write to disk")));
        }
        return results;
    }

    /** A figure without limits: whether evicting is wrong depends on what the cache is for; its growth is seen in the history. */
    private static List<ProbeResult> evictions(Map<String, Object> info) {
        OptionalLong evicted = HostReportParser.number(String.valueOf(info.get("evicted_keys")));
        return evicted.isEmpty()
                ? List.of()
                : List.of(new ProbeResult(
                        "evicted-keys",
                        Verdict.ok(evicted.getAsLong() + " keys evicted since it started"),
                        (double) evicted.getAsLong(),
                        ""));
    }

    private static ProbeResult memory(Map<String, Object> info) {
        OptionalLong used = HostReportParser.number(String.valueOf(info.get("used_memory")));
        OptionalLong most = HostReportParser.number(String.valueOf(info.get("maxmemory")));
        if (used.isEmpty()) {
            return ProbeResult.of("memory", Verdict.unknown("INFO tells no used_memory"));
        }
        if (most.orElse(0) == 0) {
            double bytes = used.getAsLong();
            return new ProbeResult("memory", Verdict.ok("no limit is set; in use: " + (long) bytes), bytes, "bytes");
        }
        double percent = 100.0 * used.getAsLong() / most.getAsLong();
        return ProbeResult.percent("memory", new Limits(MEMORY_WARNING, MEMORY_CRITICAL).judge(percent, "%"), percent);
    }
}
