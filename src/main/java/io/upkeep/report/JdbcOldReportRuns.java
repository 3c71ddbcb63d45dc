package io.upkeep.report;

import io.upkeep.run.JdbcOldRows;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes what is kept of runs for reports after {@code upkeep.retention.report-runs}; reports themselves are kept. */
@Repository
class JdbcOldReportRuns extends JdbcOldRows {

    JdbcOldReportRuns(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.report-runs:800d}") Duration kept) {
        super(jdbc, clock, kept, "runs kept for reports", 2_000, """
                        DELETE FROM report_run WHERE id = ANY (ARRAY(
                            SELECT id FROM report_run WHERE finished_at < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """);
    }
}
