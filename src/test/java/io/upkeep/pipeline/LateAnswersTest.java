package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Owners whose journal answers only when the run may be another's. */
class LateAnswersTest extends EngineFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    private DataSource database;

    @Autowired
    private Underway underway;

    @Test
    void a_step_whose_begin_is_confirmed_after_the_run_was_let_go_is_not_executed_by_this_owner() throws SQLException {
        witness.stallAt("one");
        Run run = request("five-steps", Map.of());
        seen(run, "one");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(statement
                            .executeQuery("SELECT 1 FROM run WHERE id = '%s' FOR UPDATE".formatted(run.id()))
                            .next())
                    .isTrue();
            int holder = number(statement);
            witness.letGo();
            await().alias("the begin of its second step is written, and waits")
                    .atMost(PATIENCE)
                    .until(() -> isWaitedFor(holder));
            witness.stallAt("two");
            underway.find(run.id()).orElseThrow().stop(new Stop.OwnershipLost());
            connection.commit();
        }

        seen(run, "two");
        long owner = journal.find(run.id()).orElseThrow().epoch();
        witness.letGo();
        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(owner).as("who executed it").isEqualTo(2);
        assertThat(witness.of(run.id())).containsExactly("one", "two", "three", "four", "five");
    }

    private static int number(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
