package io.upkeep.run;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes what was said and printed longer ago than {@code upkeep.retention.run-log}; the runs themselves stay longer. */
@Repository
class JdbcOldRunLog extends JdbcOldRows {

    JdbcOldRunLog(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.run-log:14d}") Duration kept) {
        super(jdbc, clock, kept, "entries of runs' logs", 1_000, """
                        DELETE FROM run_log WHERE id IN (
                            SELECT id FROM run_log WHERE at < :before ORDER BY at LIMIT :batch FOR UPDATE SKIP LOCKED)
                        """);
    }
}
