package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.upkeep.sandbox.MigratedDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DeploymentsOfRunsTest {

    private static final HikariDataSource DATABASE = MigratedDatabase.create("deployments_of_runs");

    private final JdbcClient jdbc = JdbcClient.create(DATABASE);
    private final List<UUID> all = new ArrayList<>();

    @AfterEach
    void forget() {
        jdbc.sql("DELETE FROM run").update();
    }

    private UUID run(String pipeline, String parameters, String state, int requested, int finished) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, finished_at)
                        VALUES (:id, :pipeline, :state, :parameters::jsonb, 'test', :requested::timestamptz, :finished::timestamptz)
                        """)
                .param("id", id)
                .param("pipeline", pipeline)
                .param("state", state)
                .param("parameters", parameters)
                .param("requested", "2026-01-0" + requested)
                .param("finished", "2026-01-0" + finished)
                .update();
        all.add(id);
        return id;
    }

    private UUID deployment(String environment, String state, int day) {
        return deployment(environment, state, day, day);
    }

    private UUID deployment(String environment, String state, int requested, int finished) {
        return run(
                "deploy-configuration",
                "{\"version\": \"1.0.0\", \"environment\": \"" + environment + "\"}",
                state,
                requested,
                finished);
    }

    @Test
    void the_newest_good_deployment_to_each_environment_is_kept() {
        deployment("production", "SUCCEEDED", 1);
        UUID production = deployment("production", "SUCCEEDED", 2);
        deployment("production", "ROLLED_BACK", 3);
        UUID staging = deployment("staging", "SUCCEEDED", 1);
        run("find-configuration-drift", "{}", "SUCCEEDED", 5, 5);

        assertThat(new JdbcDeploymentsOfRuns(jdbc).open(all)).containsExactlyInAnyOrder(production, staging);
    }

    @Test
    void what_waited_and_ended_last_is_kept_though_it_was_asked_for_first() {
        UUID waited = deployment("production", "SUCCEEDED", 1, 4);
        UUID brokeTheGlass = deployment("production", "SUCCEEDED", 2, 2);

        assertThat(new JdbcDeploymentsOfRuns(jdbc).open(all)).containsExactly(waited);
        assertThat(new JdbcDeploymentsOfRuns(jdbc).open(List.of(brokeTheGlass)))
                .as("also when only the other one is old enough")
                .isEmpty();
    }

    @Test
    void of_two_that_ended_at_once_one_is_kept() {
        deployment("production", "SUCCEEDED", 1);
        deployment("production", "SUCCEEDED", 1);

        assertThat(new JdbcDeploymentsOfRuns(jdbc).open(all)).hasSize(1);
    }

    private void step(UUID run, int position, String phase, String configuration) {
        jdbc.sql("""
                        INSERT INTO step (run_id, phase, path, iteration, position, state, attempt, started_at, checkpoint)
                        VALUES (:run, :phase, :path, '', :position, 'FINISHED', 1, now(),
                            json_build_object('variables', json_build_object('configuration', :configuration::json)))
                        """)
                .param("run", run)
                .param("phase", phase)
                .param("path", "step-" + position)
                .param("position", position)
                .param("configuration", configuration)
                .update();
    }

    @Test
    void what_a_run_had_checked_is_what_its_first_step_with_a_commit_knows() {
        UUID checked = deployment("production", "SUCCEEDED", 1);
        step(checked, 1, "ROLLBACK", "{\"commit\": \"of the way back\"}");
        step(checked, 2, "RUN", "\"a text\"");
        step(checked, 3, "RUN", "{\"commit\": \"first\", \"files\": {}}");
        step(checked, 4, "RUN", "{\"commit\": \"second\"}");
        UUID notSoFar = deployment("production", "RUNNING", 2);
        step(notSoFar, 1, "RUN", "{}");

        JdbcDeploymentsOfRuns records = new JdbcDeploymentsOfRuns(jdbc);

        assertThat(records.commits(all)).isEqualTo(Map.of(checked, "first"));
        assertThat(records.checked(checked)).contains("{\"commit\": \"first\", \"files\": {}}");
        assertThat(records.checked(notSoFar)).isEmpty();
    }
}
