package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IncidentsApiTest extends RunningUpkeep {

    private JsonNode about(String run) throws Exception {
        return StreamSupport.stream(
                        json(get("/api/incidents?all=true&limit=200")).spliterator(), false)
                .filter(incident -> incident.path("run").asText().equals(run))
                .findFirst()
                .orElse(null);
    }

    @Test
    void a_person_reports_an_incident_takes_it_up_notes_and_resolves_it() throws Exception {
        JsonNode opened = json(post("/api/incidents", "{\"title\": \"slow <b>\", \"text\": \"p95 is 900 ms\"}"));
        String id = opened.path("id").asText();
        assertThat(opened.path("state").asText()).isEqualTo("OPEN");

        assertThat(json(postAs("bob", "/api/incidents/" + id + "/acknowledge", ""))
                        .path("answeredBy")
                        .asText())
                .isEqualTo("person:bob");
        assertThat(postAs("ada", "/api/incidents/" + id + "/acknowledge", "").statusCode())
                .isEqualTo(409);
        post("/api/incidents/" + id + "/notes", "{\"text\": \"the disk is full\"}");
        assertThat(post("/api/incidents/" + id + "/resolve", "{}").statusCode()).isEqualTo(400);
        assertThat(json(post("/api/incidents/" + id + "/resolve", "{\"text\": \"freed 12 GB\"}"))
                        .path("state")
                        .asText())
                .isEqualTo("RESOLVED");

        JsonNode timeline = json(get("/api/incidents/" + id)).path("timeline");
        assertThat(timeline.findValuesAsText("what")).containsExactly("opened", "acknowledged", "note", "resolved");
        assertThat(get("/api/incidents").body()).doesNotContain(id);
        assertThat(get("/api/incidents/nothing").statusCode()).isEqualTo(400);
    }

    @Test
    void notes_that_come_at_once_are_all_there() throws Exception {
        String id = json(post("/api/incidents", "{\"title\": \"everybody writes\"}"))
                .path("id")
                .asText();
        ExecutorService people = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> answers = people.invokeAll(Collections.nCopies(
                    64,
                    () -> post("/api/incidents/" + id + "/notes", "{\"text\": \"me too\"}")
                            .statusCode()));
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isLessThan(300);
            }
        } finally {
            people.shutdown();
        }
        assertThat(json(get("/api/incidents/" + id)).path("timeline")).hasSize(65);
        post("/api/incidents/" + id + "/resolve", "{\"text\": \"it was tried\"}");
    }

    @Test
    void a_run_whose_rollback_fails_is_an_incident_until_it_is_undone() throws Exception {
        gate.failAt("leave", "no door");
        gate.failAt("undo-speak", "said is said");
        String run = started("greet", "{\"version\":\"1\"}");
        assertThat(atRest(run).path("state").asText()).isEqualTo("ROLLBACK_FAILED");

        JsonNode incident = about(run);
        assertThat(incident.path("state").asText()).isEqualTo("OPEN");
        assertThat(incident.path("title").asText()).contains("greet", "so did its rollback");

        gate.reset();
        assertThat(post("/api/runs/" + run + "/resume", "{}").statusCode()).isLessThan(300);
        org.awaitility.Awaitility.await()
                .until(() ->
                        json(get("/api/runs/" + run)).path("state").asText().equals("ROLLED_BACK"));
        assertThat(about(run).path("state").asText()).isEqualTo("RESOLVED");
        assertThat(about(run).path("resolution").asText()).contains("ROLLED_BACK");
    }

    @Test
    void troubleshooting_says_what_is_wrong_with_the_type_and_where_there_is_no_such_pipeline() throws Exception {
        String id = json(post("/api/incidents", "{\"title\": \"api-1 does not answer\"}"))
                .path("id")
                .asText();

        assertThat(post("/api/incidents/" + id + "/troubleshoot", "{\"type\": \"gremlins\"}"))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(400))
                .satisfies(refused ->
                        assertThat(refused.body()).contains("'gremlins' is not a type of issue", "service_failure"));
        assertThat(post("/api/incidents/" + id + "/troubleshoot", "").body())
                .contains("no pipeline is called 'troubleshoot'");
        post("/api/incidents/" + id + "/resolve", "{\"text\": \"it was tried\"}");
    }
}
