package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.update.UpdateRecords;
import io.upkeep.update.UpdateTests;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UpdatesApiTest extends RunningUpkeep {

    @Autowired
    private UpdateRecords records;

    @Autowired
    private UpdateTests tests;

    @Test
    void the_record_of_a_run_is_found_by_its_id() throws Exception {
        String run = UUID.randomUUID().toString();
        assertThat(get("/api/updates/" + run).statusCode()).isEqualTo(404);
        assertThat(get("/api/updates/" + run).body()).contains("wrote no record of an update", "GET /api/updates");
        assertThat(get("/api/updates/none").statusCode()).isEqualTo(400);

        records.note(run, "packages", Map.of("api-1", Map.of("stdout", "not told\n@@updated openssl 2 1\n")));
        records.document(run, "apply-security-updates");

        JsonNode record = json(get("/api/updates/" + run));
        assertThat(record.path("pipeline").asText()).isEqualTo("apply-security-updates");
        assertThat(record.path("content").asText())
                .contains("### api-1", "    updated openssl 2 1")
                .doesNotContain("not told");
        assertThat(json(get("/api/updates"))).anyMatch(one -> one.equals(record));
        assertThat(json(get("/api/releases")).isArray()).isTrue();
        assertThat(get("/api/releases?version=%00").statusCode()).isEqualTo(400);
        assertThat(get("/api/releases?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void a_release_is_found_by_its_version_however_many_were_tested_since() throws Exception {
        String old = "0.9." + System.nanoTime();
        String run = UUID.randomUUID().toString();
        tests.reject(run, Map.of("version", old, "sha256", "ab12"), "automated tests: FAILED", "not good enough");
        for (int later = 0; later < 3; later++) {
            tests.reject(run, Map.of("version", old + "-" + later, "sha256", "ab12"), "report", "no");
        }

        assertThat(json(get("/api/releases?limit=1")).findValuesAsText("version"))
                .doesNotContain(old);
        assertThat(json(get("/api/releases?limit=1&version=" + old)).findValuesAsText("version"))
                .containsExactly(old);
        assertThat(json(get("/api/releases?version=" + old + ".1"))).isEmpty();
    }
}
