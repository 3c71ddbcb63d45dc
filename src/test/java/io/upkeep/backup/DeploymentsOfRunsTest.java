package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.upkeep.sandbox.MigratedDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DeploymentsOfRunsTest {

    private final HikariDataSource database = MigratedDatabase.create("deployments_of_runs");
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final List<UUID> all = new ArrayList<>();

    private UUID run(String pipeline, String parameters, String state, int day) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, finished_at)
                        VALUES (:id, :pipeline, :state, :parameters::jsonb, 'test', :at::timestamptz, :at::timestamptz)
                        """)
                .param("id", id)
                .param("pipeline", pipeline)
                .param("state", state)
                .param("parameters", parameters)
                .param("at", "2026-01-0" + day)
                .update();
        all.add(id);
        return id;
    }

    private UUID deployment(String environment, String state, int day) {
        return run(
                "deploy-configuration",
                "{\"version\": \"1.0.0\", \"environment\": \"" + environment + "\"}",
                state,
                day);
    }

    @Test
    void the_newest_good_deployment_to_each_environment_is_kept() {
        deployment("production", "SUCCEEDED", 1);
        UUID production = deployment("production", "SUCCEEDED", 2);
        deployment("production", "ROLLED_BACK", 3);
        UUID staging = deployment("staging", "SUCCEEDED", 1);
        run("find-configuration-drift", "{}", "SUCCEEDED", 5);

        assertThat(new JdbcDeploymentsOfRuns(jdbc).open(all)).containsExactlyInAnyOrder(production, staging);
    }
}
