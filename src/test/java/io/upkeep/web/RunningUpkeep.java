package io.upkeep.web;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.UpkeepApplication;
import io.upkeep.sandbox.OwnDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The real server on a free port, with its engine, a real database and two small pipelines. */
@SpringBootTest(
        classes = UpkeepApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.location=classpath:/application.yaml",
            "upkeep.routes.directory=src/test/resources/web",
            "upkeep.releases.directory=src/test/resources/web/releases",
            "camel.main.routes-include-pattern=file:src/test/resources/web/pipelines/*.camel.yaml",
            "management.prometheus.metrics.export.enabled=true", // off in tests unless asked for
            "upkeep.web.allowed-hosts=upkeep.example.org",
            "upkeep.windows.emergency.zone=Europe/Berlin",
            "upkeep.targets.api-1.kind=host",
            "upkeep.targets.api-1.labels=api",
            "upkeep.targets.api-1.address=ssh://upkeep@api-1:22",
            "upkeep.people.ada.roles=operations-lead,technical-lead",
            "upkeep.people.ada.email=ada@example.org",
            "upkeep.people.bob.roles=operations-lead",
            "upkeep.people.carol.roles=technical-lead",
            "upkeep.people.carol.slack=U012CAROL",
            "upkeep.people.mo.roles=management",
            "upkeep.slack.enabled=true", // written down for, not sent: no channel route is loaded
            "upkeep.mail.enabled=true",
            "upkeep.stakeholders.vendors.slack=vendors",
            "upkeep.stakeholders.vendors.email=vendors@example.org",
            "upkeep.stakeholders.vendors.pipelines=nothing-*",
            "upkeep.stakeholders.vendors.news=problems"
        })
@Import(RunningUpkeep.Parts.class)
abstract class RunningUpkeep {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final EmbeddedPostgres DATABASE = start();
    private static final List<String> MOVING = List.of("REQUESTED", "RUNNING", "ROLLING_BACK");

    final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @Autowired
    Gate gate;

    @TestConfiguration
    static class Parts {
        @Bean
        Gate gate() {
            return new Gate();
        }
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", () -> OwnDatabase.of(DATABASE));
        settings.add("spring.datasource.username", () -> "postgres");
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new IllegalStateException("no database for the test", e);
        }
    }

    @AfterEach
    void openTheGate() {
        gate.reset();
    }

    URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return postAs("ada", path, body);
    }

    HttpResponse<String> postAs(String person, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .header("Upkeep-Person", person)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** Starts a run; returns its id. */
    String started(String pipeline, String parameters) throws Exception {
        HttpResponse<String> accepted =
                post("/api/pipelines/" + pipeline + "/runs", "{\"parameters\":" + parameters + "}");
        if (accepted.statusCode() != 202) {
            throw new AssertionError("not accepted: " + accepted.body());
        }
        return json(accepted).get("id").asText();
    }

    /** The run once nothing happens any more. */
    JsonNode atRest(String id) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> json(get("/api/runs/" + id)),
                        run -> !MOVING.contains(run.get("state").asText()));
    }
}
