package io.upkeep.channels;

import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunRequest;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The product with its own channel routes, two small pipelines, and real receivers around it. */
@SpringBootTest(classes = UpkeepApplication.class, webEnvironment = WebEnvironment.NONE)
abstract class ChannelsFixture {

    static final Duration SOON = Duration.ofSeconds(60);
    static final String TOKEN = "xoxb-top-secret-token";
    static final Sandbox SANDBOX =
            Sandbox.untilExit(Places.of("sandbox-channels"), EnumSet.of(Part.POSTGRES, Part.KAFKA, Part.MAIL));
    static final SlackStandIn SLACK = slack();

    @Autowired
    Runs runs;

    @Autowired
    RunJournal journal;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry registry) throws IOException {
        SANDBOX.properties().forEach((name, value) -> registry.add(name, () -> value));
        Path routes = routes();
        Map.of(
                        "upkeep.routes.directory", routes.toString(),
                        "camel.component.quartz.auto-start-scheduler", "false",
                        "upkeep.slack.server-url", SLACK.url(),
                        "upkeep.slack.token", TOKEN,
                        "upkeep.mail.from", "upkeep@queue.example",
                        "upkeep.stakeholders.operations-team.slack", "maintenance",
                        "upkeep.stakeholders.operations-team.email", "operations@queue.example",
                        "upkeep.stakeholders.operations-team.reports", "weekly",
                        "upkeep.engine.secret-for-the-test", "top-secret-token")
                .forEach((name, value) -> registry.add(name, () -> value));
        Map.of(
                        "upkeep.stakeholders.users.email", "users@queue.example",
                        "upkeep.stakeholders.users.pipelines", "tend",
                        "upkeep.stakeholders.users.impact", "DEGRADED")
                .forEach((name, value) -> registry.add(name, () -> value));
        Map.of(
                        "upkeep.incidents.escalation[0].after", "0s",
                        "upkeep.incidents.escalation[0].tell", "operations-team",
                        "upkeep.incidents.escalation[1].after", "1s",
                        "upkeep.incidents.escalation[1].tell", "operations-lead",
                        "upkeep.incidents.repeat-after", "2s")
                .forEach((name, value) -> registry.add(name, () -> value));
    }

    private static Path routes() throws IOException {
        Path routes = Files.createDirectories(Places.of("sandbox-channels", "routes"));
        for (String folder : List.of("channels", "policies", "pipelines/reports")) {
            Files.createDirectories(routes.resolve(folder));
            try (var files = Files.list(Path.of("routes", folder))) {
                // there are no hosts here to ask
                for (Path file : files.filter(
                                file -> !file.getFileName().toString().startsWith("declared-")
                                        && !file.endsWith("reactions.camel.yaml"))
                        .toList()) {
                    Files.copy(file, routes.resolve(folder).resolve(file.getFileName()));
                }
            }
        }
        Path pipeline = Files.createDirectories(routes.resolve("pipelines")).resolve("try-channels.camel.yaml");
        Files.copy(Path.of("src/test/resources/channels/try-channels.camel.yaml"), pipeline);
        return routes.toAbsolutePath();
    }

    private static SlackStandIn slack() {
        try {
            return new SlackStandIn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void heal() {
        SANDBOX.healAll();
    }

    Run finish(String pipeline) {
        return finished(runs.request(new RunRequest(pipeline, Map.of(), "person:<b>ada</b>", null))
                .id());
    }

    Run finished(UUID id) {
        return await().atMost(SOON)
                .until(() -> journal.find(id).orElseThrow(), run -> run.state().isAtRest());
    }
}
