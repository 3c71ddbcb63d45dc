package io.upkeep.event;

import io.upkeep.run.Sweep;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes events that the broker acknowledged longer ago than {@code upkeep.retention.outbox}; never a waiting one. */
@Repository
class JdbcOldEvents implements Sweep {

    private static final int BATCH = 2_000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration kept;

    JdbcOldEvents(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.outbox:7d}") Duration kept) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.kept = kept;
    }

    /** Looks only at the oldest rows of all: they were sent first, so where these are too young, all are. */
    @Override
    public Swept batch() {
        int deleted = jdbc.sql("""
                        WITH oldest AS (
                            SELECT id, sent_at FROM outbox ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
                        )
                        DELETE FROM outbox WHERE id IN (SELECT id FROM oldest WHERE sent_at < :before)
                        """)
                .param("batch", BATCH)
                .param("before", Timestamp.from(clock.instant().minus(kept)))
                .update();
        return new Swept("sent events", deleted, deleted == 0);
    }
}
