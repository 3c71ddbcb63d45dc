package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which deployment says what is deployed, of a pipeline that only the journal knows. */
class NewestDeploymentTest extends ConfigurationPipelines {

    private static final String PIPELINE = "deploy-what-is-known-by-its-runs";

    @Autowired
    private DeployedVersions deployed;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forget() {
        jdbc.sql("DELETE FROM run WHERE pipeline = :pipeline")
                .param("pipeline", PIPELINE)
                .update();
    }

    private void run(String environment, String version, String state, String requested, String finished) {
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, finished_at)
                        VALUES (:id, :pipeline, :state,
                            jsonb_build_object('version', :version::text, 'environment', :environment::text), 'test',
                            :requested::timestamptz, :finished::timestamptz)
                        """)
                .param("id", UUID.randomUUID())
                .param("pipeline", PIPELINE)
                .param("state", state)
                .param("version", version)
                .param("environment", environment)
                .param("requested", requested)
                .param("finished", finished)
                .update();
    }

    private String newest(String environment) {
        DeployedVersion newest = deployed.newest(PIPELINE).get(environment);
        return newest == null ? null : newest.version();
    }

    @Test
    void what_waited_in_a_freeze_and_ran_after_a_later_request_is_deployed() {
        run("production", "waited", "SUCCEEDED", "2026-01-01 08:00Z", "2026-01-03 08:10Z");
        run("production", "broke-the-glass", "SUCCEEDED", "2026-01-02 08:00Z", "2026-01-02 08:10Z");

        assertThat(newest("production")).isEqualTo("waited");
    }

    @Test
    void what_was_deployed_before_hundreds_of_others_is_still_deployed() {
        run("production", "long-ago", "SUCCEEDED", "2025-12-31 08:00Z", "2025-12-31 08:10Z");
        for (int minute = 0; minute < 201; minute++) {
            String at = "2026-01-01 %02d:%02dZ".formatted(minute / 60, minute % 60);
            run("staging", "staging-" + minute, minute < 150 ? "SUCCEEDED" : "ROLLED_BACK", at, at);
            run("production", "failed", "ROLLED_BACK", at, at);
        }

        assertThat(newest("production")).isEqualTo("long-ago");
        assertThat(newest("staging")).isEqualTo("staging-149");
    }

    @Test
    void nothing_is_deployed_where_no_deployment_was_good() {
        run("production", "failed", "ROLLED_BACK", "2026-01-01 08:00Z", "2026-01-01 08:10Z");

        assertThat(deployed.newest(PIPELINE)).isEmpty();
    }
}
