package io.upkeep.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.upkeep.sandbox.MigratedDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OldRunsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    private final HikariDataSource database = MigratedDatabase.create("old_runs");
    private final JdbcClient jdbc = JdbcClient.create(database);

    @Test
    void forgets_runs_that_ended_long_ago_with_their_steps_and_keeps_all_others() {
        UUID kept = run("SUCCEEDED", "2026-01-01", "2026-01-01");
        for (int i = 0; i < 450; i++) {
            run(i % 2 == 0 ? "SUCCEEDED" : "ROLLED_BACK", "2026-01-02", "2026-01-02");
        }
        run("CANCELLED", "2026-01-02", "2026-01-02");
        UUID running = run("RUNNING", "2026-01-02", null);
        jdbc.sql("UPDATE run SET parent = :running WHERE id = :child")
                .param("running", running)
                .param("child", run("CANCELLED", "2026-01-02", "2026-01-02"))
                .update();
        run("NEEDS_ATTENTION", "2026-01-02", "2026-01-02");
        run("ROLLBACK_FAILED", "2026-01-02", "2026-01-02");
        run("SUCCEEDED", "2026-01-02", "2026-05-30"); // went on for months
        run("REJECTED", "2026-05-01", "2026-05-01");
        JdbcOldRuns old = new JdbcOldRuns(
                jdbc,
                new TransactionTemplate(new DataSourceTransactionManager(database)),
                List.of(runs -> Set.of(kept)),
                CLOCK,
                Duration.ofDays(90));

        int deleted = 0;
        Sweep.Swept swept;
        do {
            swept = old.batch();
            deleted += swept.deleted();
        } while (!swept.isDone());

        assertThat(deleted).isEqualTo(451);
        assertThat(jdbc.sql("SELECT state FROM run").query(String.class).list())
                .containsExactlyInAnyOrder(
                        "SUCCEEDED",
                        "CANCELLED",
                        "RUNNING",
                        "NEEDS_ATTENTION",
                        "ROLLBACK_FAILED",
                        "SUCCEEDED",
                        "REJECTED");
        assertThat(jdbc.sql("SELECT count(*) FROM step").query(Integer.class).single())
                .as("steps of the others")
                .isEqualTo(7);
        assertThat(jdbc.sql("SELECT count(*) FROM run WHERE id = :kept")
                        .param("kept", kept)
                        .query(Integer.class)
                        .single())
                .as("something refers to it")
                .isOne();
    }

    private UUID run(String state, String requestedAt, String finishedAt) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, finished_at)
                        VALUES (:id, 'p', :state, '{}', 'person:ada', :requested::timestamptz + random() * interval '1 h',
                            :finished::timestamptz)
                        """)
                .param("id", id)
                .param("state", state)
                .param("requested", requestedAt)
                .param("finished", finishedAt)
                .update();
        jdbc.sql("""
                        INSERT INTO step (run_id, phase, path, position, state, attempt, started_at)
                        VALUES (:id, 'FORWARD', 'one', 1, 'FINISHED', 1, now())
                        """).param("id", id).update();
        return id;
    }
}
