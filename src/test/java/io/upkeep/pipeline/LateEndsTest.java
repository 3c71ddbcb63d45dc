package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Runs that wait for one whose end takes long to be committed. */
class LateEndsTest extends EngineFixture {

    /** Looks after one second, two, four and eight; a minute is what it would sleep if they were not. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    private DataSource database;

    @Test
    void a_run_that_begins_to_wait_while_the_one_before_it_is_ending_is_not_forgotten() throws SQLException {
        witness.stallAt("alone");
        Run first = request("one-at-a-time", Map.of());
        await().atMost(PATIENCE).until(() -> witness.of(first.id()).contains("alone"));
        Run second;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(statement
                            .executeQuery("SELECT 1 FROM lock WHERE run_id = '%s' FOR UPDATE".formatted(first.id()))
                            .next())
                    .isTrue();
            witness.letGo();
            await().alias("its last statement has begun, and waits")
                    .atMost(PATIENCE)
                    .until(() -> waitForLocks() >= 1); // a heartbeat may wait for it, too
            second = waiting(request("one-at-a-time", Map.of()), Verdict.Kind.CONCURRENCY);
            long epoch = second.epoch();
            await().alias("it has been looked at once more")
                    .atMost(PATIENCE)
                    .until(() -> journal.find(second.id()).orElseThrow().epoch() > epoch);
            connection.commit();
        }

        assertThat(atRest(first).state()).isEqualTo(RunState.SUCCEEDED);
        await().atMost(PATIENCE)
                .until(() -> journal.find(second.id()).orElseThrow().state() == RunState.SUCCEEDED);
    }
}
