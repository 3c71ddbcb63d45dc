package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code GET /api/configuration/drift}, of comparisons that only the journal knows. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DriftApiTest extends RunningUpkeep {

    private static final String PIPELINE = "find-configuration-drift";

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forget() {
        jdbc.sql("DELETE FROM run WHERE pipeline = :pipeline")
                .param("pipeline", PIPELINE)
                .update();
    }

    private UUID comparison(String state, String at, String drift) {
        UUID run = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, finished_at)
                        VALUES (:id, :pipeline, :state, '{}', 'test', :at::timestamptz, :at::timestamptz)
                        """)
                .param("id", run)
                .param("pipeline", PIPELINE)
                .param("state", state)
                .param("at", at)
                .update();
        jdbc.sql("""
                        INSERT INTO step (run_id, phase, path, iteration, position, state, attempt, started_at, checkpoint)
                        VALUES (:run, 'RUN', 'compare', '', 1, 'FINISHED', 1, now(),
                            json_build_object('variables', json_build_object('drift', :drift::json)))
                        """).param("run", run).param("drift", drift).update();
        return run;
    }

    @Test
    void the_newest_good_comparison_is_found_however_many_failed_since() throws Exception {
        assertThat(get("/api/configuration/drift").statusCode()).isEqualTo(404);
        comparison("SUCCEEDED", "2026-01-01 05:00Z", "{\"version\": \"1.0.0\"}");
        UUID newest = comparison("SUCCEEDED", "2026-01-02 05:00Z", "{\"version\": \"1.1.0\"}");
        for (int failed = 0; failed < 25; failed++) {
            comparison("ROLLED_BACK", "2026-01-03 05:%02dZ".formatted(failed), "{\"version\": \"half\"}");
        }

        JsonNode drift = json(get("/api/configuration/drift"));

        assertThat(drift.path("run").asText()).isEqualTo(newest.toString());
        assertThat(drift.path("drift").path("version").asText()).isEqualTo("1.1.0");
    }
}
