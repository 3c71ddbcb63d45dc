package io.upkeep.probe;

import io.upkeep.probe.TargetHistory.Span;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Spans and latencies as they are asked for. */
@Repository
class JdbcProbeSpans {

    /** A probe that changes all the time has many; the newest are shown. */
    private static final int MOST = 5_000;

    private final JdbcClient jdbc;

    JdbcProbeSpans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of a target that reach into the time, cut to it, in order. */
    List<Span> of(String target, Instant from, Instant until) {
        return jdbc.sql("""
                        SELECT * FROM (
                            SELECT span.probe, span.state, GREATEST(span.from_at, :from) AS from_at,
                                LEAST(COALESCE(span.until_at, now.at), :until) AS until_at,
                                span.probe = ANY (:probes) OR now.check_name = ANY (:origins) AS is_availability
                            FROM probe_span span JOIN probe_state now USING (target, probe)
                            WHERE span.target = :target AND span.from_at < :until
                              AND COALESCE(span.until_at, now.at) >= :from
                            ORDER BY span.from_at DESC LIMIT :most) newest
                        ORDER BY from_at
                        """)
                .param("target", target)
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(until))
                .param("probes", Availability.PROBES.toArray(new String[0]))
                .param("origins", Availability.ORIGINS.toArray(new String[0]))
                .param("most", MOST)
                .query((row, n) -> new Span(
                        row.getString("probe"),
                        row.getBoolean("is_availability"),
                        ProbeState.valueOf(row.getString("state")),
                        row.getTimestamp("from_at").toInstant(),
                        row.getTimestamp("until_at").toInstant()))
                .list();
    }

    /** By probe, how many answers lie in each bucket, from the hour of an instant on. */
    Map<String, Map<Integer, Long>> latencies(String target, Instant from) {
        Map<String, Map<Integer, Long>> counts = new HashMap<>();
        jdbc.sql("""
                        SELECT probe, bucket, sum(count) AS count FROM probe_latency
                        WHERE target = :target AND hour >= :from GROUP BY probe, bucket
                        """)
                .param("target", target)
                .param("from", Timestamp.from(from.truncatedTo(ChronoUnit.HOURS)))
                .query((ResultSet row) -> {
                    counts.computeIfAbsent(row.getString("probe"), probe -> new HashMap<>())
                            .put(row.getInt("bucket"), row.getLong("count"));
                });
        return counts;
    }
}
