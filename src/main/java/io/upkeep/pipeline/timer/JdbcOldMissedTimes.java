package io.upkeep.pipeline.timer;

import io.upkeep.run.Sweep;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Deletes missed times that were told longer ago than {@code upkeep.retention.missed-times}. */
@Repository
class JdbcOldMissedTimes implements Sweep {

    private static final int BATCH = 2_000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration kept;

    JdbcOldMissedTimes(JdbcClient jdbc, Clock clock, @Value("${upkeep.retention.missed-times:400d}") Duration kept) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.kept = kept;
    }

    @Override
    public Swept batch() {
        int deleted = jdbc.sql("""
                        DELETE FROM timer_missed WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM timer_missed WHERE told_at < :before LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """)
                .param("before", Timestamp.from(clock.instant().minus(kept)))
                .param("batch", BATCH)
                .update();
        return new Swept("missed times", deleted, deleted == 0);
    }
}
