package io.upkeep.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What Redis' {@code INFO} means. Evictions are counted since the last check, or since its start when there was none; how old
 * the last save is matters only while it saves, and only for what was changed since.
 */
final class CacheVerdicts {

    static final double MEMORY_WARNING = 80;
    static final double MEMORY_CRITICAL = 95;

    static final String EVICTIONS = "evictions-per-minute";
    static final String SAVE_AGE = "last-save-age-seconds";

    /** When it saves by itself, as its configuration says: seconds and changes; empty for never. Not a field of INFO. */
    static final String SAVES = "save";

    private static final String EVICTED = "evicted-keys";

    /** The only fields that are looked at. */
    static final Set<String> FIELDS = Set.of(
            "redis_version",
            "loading",
            "evicted_keys",
            "used_memory",
            "maxmemory",
            "rdb_last_bgsave_status",
            "aof_last_write_status",
            "uptime_in_seconds",
            "server_time_usec",
            "rdb_last_save_time",
            "rdb_changes_since_last_save",
            SAVES);

    private CacheVerdicts() {}

    static List<ProbeResult> judge(Map<String, Object> info, Past past, Instant at, Map<String, Limits> limits) {
        List<ProbeResult> results = new ArrayList<>();
        if (!info.containsKey("redis_version")) {
            return List.of(ProbeResult.of("answers", Verdict.unknown("answered, but not with Redis' INFO")));
        }
        boolean loading = "1".equals(info.get("loading"));
        results.add(ProbeResult.of(
                "answers", loading ? Verdict.warning("is loading its data") : Verdict.ok("answers PING and INFO")));
        results.add(memory(info));
        results.addAll(evictions(info, past, at, limits));
        if ("err".equals(info.get("rdb_last_bgsave_status")) || "err".equals(info.get("aof_last_write_status"))) {
            results.add(ProbeResult.of("persistence", Verdict.critical("the last write of its data to disk failed")));
        } else {
            results.add(ProbeResult.of("persistence", Verdict.ok("no failed write to disk")));
        }
        if (!loading) {
            lastSave(info, at, limits).ifPresent(results::add);
        }
        return results;
    }

    /**
     * The count is a figure without limits, and so is the rate unless some are set: whether evicting is wrong depends on what
     * the cache is for.
     */
    private static List<ProbeResult> evictions(
            Map<String, Object> info, Past past, Instant at, Map<String, Limits> limits) {
        OptionalLong evicted = number(info, "evicted_keys");
        if (evicted.isEmpty()) {
            return List.of();
        }
        double count = evicted.getAsLong();
        List<ProbeResult> results = new ArrayList<>();
        results.add(new ProbeResult(
                EVICTED, Verdict.ok(evicted.getAsLong() + " keys evicted since it started"), count, ""));
        evictionRate(count, number(info, "uptime_in_seconds"), past.latest().get(EVICTED), at)
                .ifPresent(rate -> results.add(new ProbeResult(
                        EVICTIONS,
                        limits.getOrDefault(EVICTIONS, Limits.NONE).judge(rate, "per minute"),
                        rate,
                        "per minute")));
        return results;
    }

    /** One that has started since the last check counts from nothing, also when it has come as far as before already. */
    private static OptionalDouble evictionRate(double count, OptionalLong uptime, Past.Point last, Instant at) {
        double since = last == null ? 0 : Duration.between(last.at(), at).toMillis() / 1000.0;
        boolean isSameCount = since >= 1 && count >= last.value() && (uptime.isEmpty() || uptime.getAsLong() >= since);
        if (isSameCount) {
            return OptionalDouble.of((count - last.value()) * 60 / since);
        }
        return uptime.orElse(0) > 0 ? OptionalDouble.of(count * 60 / uptime.getAsLong()) : OptionalDouble.empty();
    }

    private static Optional<ProbeResult> lastSave(Map<String, Object> info, Instant at, Map<String, Limits> limits) {
        OptionalLong saved = number(info, "rdb_last_save_time");
        boolean saves = info.get(SAVES) instanceof String times && !times.isBlank();
        if (!saves || saved.isEmpty()) {
            return Optional.empty();
        }
        // by its own clock, where it tells that: the two may differ
        OptionalLong micros = number(info, "server_time_usec");
        double age = Math.max(
                0, (micros.isPresent() ? micros.getAsLong() / 1_000_000 : at.getEpochSecond()) - saved.getAsLong());
        if (number(info, "rdb_changes_since_last_save").orElse(1) == 0) {
            // nothing would be lost, and nothing is written while nothing changes
            return Optional.of(new ProbeResult(
                    SAVE_AGE,
                    Verdict.ok("nothing has changed since it was saved %s s ago".formatted(HostVerdicts.number(age))),
                    0.0,
                    "s"));
        }
        return Optional.of(new ProbeResult(
                SAVE_AGE, limits.getOrDefault(SAVE_AGE, Limits.NONE).judge(age, "s"), age, "s"));
    }

    private static OptionalLong number(Map<String, Object> info, String field) {
        return HostReportParser.number(String.valueOf(info.get(field)));
    }

    private static ProbeResult memory(Map<String, Object> info) {
        OptionalLong used = number(info, "used_memory");
        OptionalLong most = number(info, "maxmemory");
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
