package io.upkeep.pipeline.timer;

import io.upkeep.run.JdbcOldRows;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes missed times that were told longer ago than {@code upkeep.retention.missed-times}. */
@Repository
class JdbcOldMissedTimes extends JdbcOldRows {

    JdbcOldMissedTimes(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.missed-times:400d}") Duration kept) {
        super(jdbc, clock, kept, "missed times", 2_000, """
                        DELETE FROM timer_missed WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM timer_missed WHERE told_at < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """);
    }
}
