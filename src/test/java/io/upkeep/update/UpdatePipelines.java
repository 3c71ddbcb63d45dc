package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.job.CiServer;
import io.upkeep.pipeline.Plans;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.SaidInRun;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.HostTree;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.security.feed.FeedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The product with the pipelines for updates, documents, health, security and troubleshooting as they are shipped, on hosts whose
 * commands can be broken.
 */
@SpringBootTest(classes = UpkeepApplication.class, webEnvironment = WebEnvironment.NONE)
public abstract class UpdatePipelines {

    protected static final Path PLACE = Places.of("sandbox-updates");
    protected static final Sandbox SANDBOX = Sandbox.untilExit(
            PLACE, EnumSet.of(Part.POSTGRES, Part.STAGING_POSTGRES, Part.REDIS, Part.HOSTS, Part.S3, Part.QUEUE));

    /** Where debsecan's feed is mirrored from. */
    protected static final FeedServer FEEDS = FeedServer.start();
    /** Runs the suite of integration tests. */
    static final CiServer CI = new CiServer();

    static final String INSTALLED = "var/lib/dpkg/installed";
    static final String AVAILABLE = "var/lib/apt/available";

    @Autowired
    protected Runs runs;

    @Autowired
    protected Plans plans;

    @Autowired
    protected RunJournal journal;

    @Autowired
    private RunLog log;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    UpdateRecords records;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry registry) throws IOException {
        Path routes = PLACE.resolve("routes");
        copy(Path.of("routes/pipelines/configuration"), routes.resolve("pipelines/configuration"));
        copy(Path.of("routes/pipelines/backup"), routes.resolve("pipelines/backup"));
        copy(Path.of("routes/pipelines/documentation"), routes.resolve("pipelines/documentation"));
        copy(Path.of("routes/pipelines/updates"), routes.resolve("pipelines/updates"));
        copy(Path.of("routes/pipelines/health"), routes.resolve("pipelines/health"));
        copy(Path.of("routes/pipelines/troubleshooting"), routes.resolve("pipelines/troubleshooting"));
        copy(Path.of("routes/pipelines/security"), routes.resolve("pipelines/security"));
        copy(Path.of("routes/pipelines/performance"), routes.resolve("pipelines/performance"));
        copy(Path.of("routes/pipelines/tasks"), routes.resolve("pipelines/tasks"));
        copy(Path.of("routes/kamelets"), routes.resolve("kamelets"));
        Files.createDirectories(routes.resolve("channels"));
        Files.createDirectories(routes.resolve("policies"));
        SANDBOX.properties().forEach((name, value) -> registry.add(name, () -> value));
        registry.add("upkeep.routes.directory", routes::toString);
        registry.add("upkeep.engine.node", () -> "update-pipelines");
        // what is due at this hour would change the hosts under the tests
        registry.add("camel.component.quartz.auto-start-scheduler", () -> "false");
        registry.add("upkeep.troubleshooting.automatic", () -> "service_failure");
        registry.add("upkeep.updates.drain-seconds", () -> "0");
        registry.add("upkeep.security.mirror.address", FEEDS::address);
        registry.add("upkeep.security.mirror.within", () -> "1s");
        registry.add("upkeep.security.mirror.backoff", () -> "10ms");
        registry.add("upkeep.targets.ci.kind", () -> "service");
        registry.add("upkeep.targets.ci.address", CI::address);
        registry.add("upkeep.targets.ci.password", () -> CiServer.TOKEN);
        Map.of(
                        "kind",
                        "gitlab",
                        "server",
                        "ci",
                        "place",
                        "operations/virtual-queue",
                        "name",
                        "main",
                        "ref",
                        "main",
                        "every",
                        "50ms")
                .forEach((part, value) -> registry.add("upkeep.update-tests.integration.job." + part, () -> value));
        registry.add("upkeep.backup.restored", PLACE.resolve("data/restored")::toString);
        registry.add("upkeep.updates.boot-within", () -> "20s");
        registry.add("upkeep.updates.health-attempts", () -> "6");
        for (String window : List.of("weekly", "staging", "monthly", "quarterly")) {
            registry.add("upkeep.windows." + window + ".rrule", () -> "FREQ=DAILY;BYHOUR=0;BYMINUTE=0");
            registry.add("upkeep.windows." + window + ".duration", () -> "24h");
            registry.add("upkeep.windows." + window + ".cutoff", () -> "0s");
            registry.add("upkeep.windows." + window + ".zone", () -> "UTC");
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @AfterEach
    void heal() {
        SANDBOX.healAll();
        CI.ends(true);
    }

    protected static HostTree host(String name) {
        return SANDBOX.hosts().host(name).tree();
    }

    /** What a step of a run has said. */
    protected String says(Run run, String step) {
        return SaidInRun.of(log, run, step);
    }

    protected Run run(String pipeline, Map<String, String> parameters) {
        return atRest(runs.request(new RunRequest(pipeline, parameters, "person:eve", null)));
    }

    protected Run atRest(Run requested) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> current(requested).state().isAtRest());
        return current(requested);
    }

    protected Run current(Run run) {
        return journal.find(run.id()).orElseThrow();
    }

    protected static Run succeeded(Run run) {
        assertThat(run.state())
                .as("%s failed at %s: %s (%s)", run.pipeline(), run.failedStep(), run.failure(), run.reason())
                .isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    protected static Run rolledBack(Run run, String failedStep) {
        assertThat(run.state())
                .as("%s failed at %s: %s (%s)", run.pipeline(), run.failedStep(), run.failure(), run.reason())
                .isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).as(run.failure()).startsWith(failedStep);
        return run;
    }

    protected List<String> steps(Run run) {
        return journal.steps(run.id()).stream()
                .filter(step -> step.state() != StepRecord.State.SKIPPED)
                .map(step -> step.key().toString())
                .toList();
    }

    String record(Run run) {
        return records.newest(200).stream()
                .filter(record -> record.run().equals(run.id()))
                .findFirst()
                .orElseThrow()
                .content();
    }
}
