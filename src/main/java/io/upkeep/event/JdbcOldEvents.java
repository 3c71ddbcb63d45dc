package io.upkeep.event;

import io.upkeep.run.JdbcOldRows;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes events that the broker acknowledged longer ago than {@code upkeep.retention.outbox}; never a waiting one. */
@Repository
class JdbcOldEvents extends JdbcOldRows {

    JdbcOldEvents(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.outbox:7d}") Duration kept) {
        // looks only at the oldest rows of all: they were sent first, so where these are too young, all are
        super(jdbc, clock, kept, "sent events", 2_000, """
                        WITH oldest AS (
                            SELECT id, sent_at FROM outbox ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
                        )
                        DELETE FROM outbox WHERE id IN (SELECT id FROM oldest WHERE sent_at < :before)
                        """);
    }
}
