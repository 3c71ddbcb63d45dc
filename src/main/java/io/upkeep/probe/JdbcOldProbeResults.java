package io.upkeep.probe;

import io.upkeep.run.Sweep;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Deletes results, ended spans and latencies older than {@code upkeep.retention.probes}; what a probe shows now is kept elsewhere and
 * stays. Of days that are over for a month, instants, states and values are kept in one row per probe, without their reasons:
 * {@code probe_past()} tells both.
 */
@Repository
class JdbcOldProbeResults implements Sweep {

    private static final int BATCH = 2_000;
    private static final Duration WITH_REASONS = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration kept;

    JdbcOldProbeResults(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.probes:400d}") Duration kept) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.kept = kept;
    }

    @Override
    public Swept batch() {
        Instant before = clock.instant().minus(kept);
        int changed = execute("""
                        DELETE FROM probe_result WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM probe_result WHERE at < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """, before)
                + execute("""
                        DELETE FROM probe_day WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM probe_day WHERE day < (:before AT TIME ZONE 'UTC')::date
                            LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """, before)
                + execute("""
                        DELETE FROM probe_span WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM probe_span WHERE until_at < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """, before)
                + execute("""
                        DELETE FROM probe_latency WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM probe_latency WHERE hour < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """, before)
                + pack(clock.instant().minus(WITH_REASONS).truncatedTo(ChronoUnit.DAYS));
        return new Swept("probe results", changed, changed == 0);
    }

    /** Those of one probe at a time, so that a day's row is written once and not with each batch. */
    private int pack(Instant before) {
        return execute("""
                        WITH one AS (
                            SELECT target, probe FROM probe_result WHERE at < :before LIMIT 1),
                        old AS (
                            DELETE FROM probe_result WHERE ctid = ANY (ARRAY(
                                SELECT r.ctid FROM probe_result r JOIN one USING (target, probe)
                                WHERE r.at < :before ORDER BY r.at LIMIT :batch FOR UPDATE OF r SKIP LOCKED))
                            RETURNING run_id, target, probe, unit, at, state, value)
                        INSERT INTO probe_day AS known (target, probe, unit, day, at, state, value)
                        SELECT target, probe, unit, (at AT TIME ZONE 'UTC')::date, array_agg(at ORDER BY at, run_id),
                            array_agg(state ORDER BY at, run_id), array_agg(value ORDER BY at, run_id)
                        FROM old GROUP BY 1, 2, 3, 4
                        ON CONFLICT (target, probe, unit, day) DO UPDATE SET at = known.at || excluded.at,
                            state = known.state || excluded.state, value = known.value || excluded.value
                        """, before);
    }

    private int execute(String sql, Instant before) {
        return jdbc.sql(sql)
                .param("before", Timestamp.from(before))
                .param("batch", BATCH)
                .update();
    }
}
