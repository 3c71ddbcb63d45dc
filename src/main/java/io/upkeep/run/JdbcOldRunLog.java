package io.upkeep.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes what was said and printed longer ago than {@code upkeep.retention.run-log}; the runs themselves stay longer. */
@Repository
class JdbcOldRunLog implements Sweep {

    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration kept;

    JdbcOldRunLog(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.run-log:14d}") Duration kept) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.kept = kept;
    }

    @Override
    public Swept batch() {
        int deleted = jdbc.sql("""
                        DELETE FROM run_log WHERE id IN (
                            SELECT id FROM run_log WHERE at < :before ORDER BY at LIMIT :batch FOR UPDATE SKIP LOCKED)
                        """)
                .param("before", Timestamp.from(clock.instant().minus(kept)))
                .param("batch", BATCH)
                .update();
        return new Swept("entries of runs' logs", deleted, deleted == 0);
    }
}
