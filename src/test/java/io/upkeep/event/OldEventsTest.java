package io.upkeep.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Sweep.Swept;
import io.upkeep.sandbox.MigratedDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class OldEventsTest {

    private static final Instant NOW = Instant.parse("2026-03-10T00:00:00Z");

    private final JdbcClient jdbc = JdbcClient.create(MigratedDatabase.create("old_events"));
    private final JdbcOldEvents old = new JdbcOldEvents(jdbc, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(7));

    @Test
    void deletes_what_was_sent_long_ago_in_batches_and_never_what_waits() {
        write("sent-long-ago", 5_000, "'2026-03-01'");
        write("waiting-for-ever", 10, "NULL");
        write("sent-long-ago", 500, "'2026-03-02'");
        write("sent-lately", 100, "'2026-03-09'");

        int batches = 0;
        for (Swept swept = old.batch(); !swept.isDone(); swept = old.batch()) {
            assertThat(swept.deleted()).isLessThanOrEqualTo(2_000);
            batches++;
        }

        assertThat(batches).isGreaterThan(2);
        assertThat(jdbc.sql("SELECT DISTINCT key FROM outbox")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("waiting-for-ever", "sent-lately");
        assertThat(jdbc.sql("SELECT count(*) FROM outbox").query(Integer.class).single())
                .isEqualTo(110);
    }

    private void write(String key, int events, String sentAt) {
        jdbc.sql("""
                        INSERT INTO outbox (event_id, type, subject, key, sequence, time, data, sent_at)
                        SELECT gen_random_uuid(), 't', 's', '%s', i, '2026-03-01', '{}', %s::timestamptz
                        FROM generate_series(1, %d) AS i
                        """.formatted(key, sentAt, events)).update();
    }
}
