package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.security.Findings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class FindingsApiTest extends RunningUpkeep {

    @Autowired
    private Findings findings;

    private static Map<String, Object> look(String check, String unknown, String... subjects) {
        Map<String, Object> look = new LinkedHashMap<>();
        look.put("host", "api-1");
        look.put("check", check);
        look.put("at", Instant.now().toString());
        look.put("unknown", unknown);
        look.put(
                "sightings",
                List.of(subjects).stream()
                        .map(subject -> Map.of("subject", subject, "severity", "HIGH", "text", subject + " <b>"))
                        .toList());
        return look;
    }

    private JsonNode finding(String subject) throws Exception {
        return StreamSupport.stream(json(get("/api/findings?all=true")).spliterator(), false)
                .filter(finding -> finding.path("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_declared_person_accepts_a_finding_until_a_day_and_only_so() throws Exception {
        findings.record(UUID.randomUUID().toString(), List.of(look("api-test", null, "a thing")));
        String path = "/api/findings/" + finding("a thing").path("id").asText() + "/accept";
        String until = Instant.now().plus(Duration.ofDays(30)).toString();
        String right = "{\"reason\": \"known\", \"until\": \"%s\"}".formatted(until);
        assertThat(get("/api/findings?host=api-1&check=api-test").body()).contains("a thing");
        assertThat(get("/api/findings?host=api-other").body()).doesNotContain("a thing");
        assertThat(get("/api/findings?check=other").body()).doesNotContain("a thing");

        assertThat(http.send(
                                HttpRequest.newBuilder(at(path))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(right))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(403);
        assertThat(postAs("ben", path, right).body()).contains("'ben' is not one of the people Upkeep knows");
        assertThat(post(path, "{\"reason\": \"known\", \"until\": \"soon\"}").statusCode())
                .isEqualTo(400);
        assertThat(post(path, "{\"reason\": \" \", \"until\": \"%s\"}".formatted(until))
                        .statusCode())
                .isEqualTo(409);
        assertThat(post(path, right.replace(until, "2099-01-01T00:00:00Z")).body())
                .contains("within the coming 366 days");

        JsonNode accepted = json(postAs("Bob", path, right));
        assertThat(accepted.path("state").asText()).isEqualTo("ACCEPTED");
        assertThat(accepted.path("acceptedBy").asText()).isEqualTo("bob");

        findings.record(UUID.randomUUID().toString(), List.of(look("api-test", null)));
        assertThat(finding("a thing").path("state").asText()).isEqualTo("CLOSED");
        assertThat(post(path, right).statusCode()).isEqualTo(409);
        assertThat(get("/api/findings").body()).doesNotContain("a thing");
    }

    @Test
    void a_baseline_is_accepted_by_nobody_who_is_not_declared() throws Exception {
        HttpResponse<String> refused =
                postAs("ben", "/api/baselines/api-1/accept", "{\"hash\": \"x\", \"reason\": \"y\"}");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("'ben' is not one of the people Upkeep knows");
    }

    @Test
    void what_could_not_be_looked_at_is_unknown_and_a_host_nobody_saw_has_no_baseline() throws Exception {
        findings.record(UUID.randomUUID().toString(), List.of(look("api-blind", "the host is down")));

        assertThat(get("/api/findings/checks").body())
                .contains("\"check\":\"api-blind\",\"unknown\":\"the host is down\"");
        assertThat(get("/api/baselines/nobody").statusCode()).isEqualTo(404);
        assertThat(post("/api/baselines/nobody/accept", "{\"hash\": \"x\", \"reason\": \"y\"}")
                        .statusCode())
                .isEqualTo(409);
    }
}
