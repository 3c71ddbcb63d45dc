package io.upkeep.probe;

import io.upkeep.run.Sweep;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes results, ended spans and latencies older than {@code upkeep.retention.probes}; what a probe shows now is kept elsewhere and stays. */
@Repository
class JdbcOldProbeResults implements Sweep {

    private static final int BATCH = 2_000;

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
        int deleted = delete("""
                        DELETE FROM probe_result WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM probe_result WHERE at < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """) + delete("""
                        DELETE FROM probe_span WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM probe_span WHERE until_at < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """) + delete("""
                        DELETE FROM probe_latency WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM probe_latency WHERE hour < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """);
        return new Swept("probe results", deleted, deleted == 0);
    }

    private int delete(String sql) {
        return jdbc.sql(sql)
                .param("before", Timestamp.from(clock.instant().minus(kept)))
                .param("batch", BATCH)
                .update();
    }
}
