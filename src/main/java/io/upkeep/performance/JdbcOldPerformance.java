package io.upkeep.performance;

import io.upkeep.run.Sweep;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Forgets samples after days, hours after months, days and documents after years. */
@Repository
class JdbcOldPerformance implements Sweep {

    private static final int BATCH = 5_000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration samples;
    private final Duration hours;
    private final Duration days;

    JdbcOldPerformance(
            JdbcClient jdbc,
            Clock clock,
            @Value("${upkeep.retention.performance-samples:14d}") Duration samples,
            @Value("${upkeep.retention.performance-hours:120d}") Duration hours,
            @Value("${upkeep.retention.performance-days:800d}") Duration days) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.samples = samples;
        this.hours = hours;
        this.days = days;
    }

    @Override
    public Swept batch() {
        int deleted = delete("performance_sample", "at < :before", samples)
                + delete("performance_rollup", "width = 'HOUR' AND at < :before", hours)
                + delete("performance_rollup", "width = 'DAY' AND at < :before", days)
                + delete("performance_document", "created_at < :before", days);
        return new Swept("performance samples and roll-ups", deleted, deleted == 0);
    }

    private int delete(String table, String which, Duration kept) {
        Instant before = clock.instant().minus(kept);
        return jdbc.sql("""
                        DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM %1$s WHERE %2$s LIMIT :batch FOR UPDATE SKIP LOCKED))
                        """.formatted(table, which))
                .param("before", Timestamp.from(before))
                .param("batch", BATCH)
                .update();
    }
}
