package io.upkeep.report;

import io.upkeep.run.Sweep;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes what is kept of runs for reports after {@code upkeep.retention.report-runs}; reports themselves are kept. */
@Repository
class JdbcOldReportRuns implements Sweep {

    private static final int BATCH = 2_000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration kept;

    JdbcOldReportRuns(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.report-runs:800d}") Duration kept) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.kept = kept;
    }

    @Override
    public Swept batch() {
        int deleted = jdbc.sql("""
                        DELETE FROM report_run WHERE id = ANY (ARRAY(
                            SELECT id FROM report_run WHERE finished_at < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """)
                .param("before", Timestamp.from(clock.instant().minus(kept)))
                .param("batch", BATCH)
                .update();
        return new Swept("runs kept for reports", deleted, deleted == 0);
    }
}
