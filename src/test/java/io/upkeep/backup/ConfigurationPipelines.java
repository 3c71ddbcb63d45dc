package io.upkeep.backup;

import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.SaidInRun;
import io.upkeep.sandbox.ConfigurationVersions;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.S3Object;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.sandbox.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The product with the configuration's pipelines as they are shipped, on hosts, a store and an API that can be broken. */
@SpringBootTest(classes = UpkeepApplication.class, webEnvironment = WebEnvironment.NONE)
public abstract class ConfigurationPipelines {

    protected static final Path PLACE = Places.of("sandbox-configuration");
    protected static final Sandbox SANDBOX = Sandbox.untilExit(
            PLACE, EnumSet.of(Part.POSTGRES, Part.STAGING_POSTGRES, Part.REDIS, Part.HOSTS, Part.S3, Part.QUEUE));

    @Autowired
    protected Runs runs;

    @Autowired
    protected RunJournal journal;

    @Autowired
    private RunLog log;

    @Autowired
    Backups backups;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry registry) throws IOException {
        Path routes = PLACE.resolve("routes");
        copy(Path.of("routes/pipelines/configuration"), routes.resolve("pipelines/configuration"));
        copy(Path.of("routes/pipelines/backup"), routes.resolve("pipelines/backup"));
        copy(Path.of("routes/pipelines/logs"), routes.resolve("pipelines/logs"));
        String end = "pipelines/health/end-without-changes.camel.yaml";
        copy(Path.of("routes", end), routes.resolve(end));
        copy(Path.of("routes/pipelines/updates"), routes.resolve("pipelines/updates"));
        copy(Path.of("routes/pipelines/changes"), routes.resolve("pipelines/changes"));
        copy(Path.of("routes/pipelines/security"), routes.resolve("pipelines/security"));
        copy(Path.of("routes/kamelets"), routes.resolve("kamelets"));
        Files.createDirectories(routes.resolve("channels"));
        Files.createDirectories(routes.resolve("policies"));
        SANDBOX.properties().forEach((name, value) -> registry.add(name, () -> value));
        registry.add("upkeep.routes.directory", routes::toString);
        Map.of("last", 3, "within", "0s", "daily", 0, "weekly", 0, "monthly", 0, "yearly", 0)
                .forEach((rule, value) -> registry.add("upkeep.backup.retention." + rule, () -> value));
        // for a moment only: what tests remove afterwards is not locked any more
        SANDBOX.s3().recreate(S3Part.BACKUP_BUCKET, true);
        registry.add("upkeep.backup.lock.mode", () -> "governance");
        registry.add("upkeep.backup.lock.keep", () -> "1ms");
        registry.add("upkeep.backup.restored", PLACE.resolve("data/restored")::toString);
        Map.of("rrule", "FREQ=DAILY;BYHOUR=0;BYMINUTE=0", "duration", "24h", "cutoff", "0s", "zone", "UTC")
                .forEach((part, value) -> registry.add("upkeep.windows.quarterly." + part, () -> value));
        registry.add("upkeep.updates.health-attempts", () -> "6");
        registry.add("upkeep.engine.node", () -> "configuration-pipelines");
        // what its hour brings is not for tests that count what is there
        registry.add("camel.component.quartz.auto-start-scheduler", () -> "false");
        registry.add("upkeep.timers.look-every", () -> "1d");
    }

    private static void copy(Path from, Path to) throws IOException {
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
    }

    /** What a step of a run has said. */
    protected String says(Run run, String step) {
        return SaidInRun.of(log, run, step);
    }

    protected Run run(String pipeline, Map<String, String> parameters) {
        Run requested = runs.request(new RunRequest(pipeline, parameters, "test", null));
        return atRest(requested);
    }

    /**
     * Deploys the first version of every kind to both environments. Hosts and journal are those of all classes in this JVM, and
     * drift is looked for in both environments: what another class has left there would be found, too.
     */
    protected void deployEverything() {
        for (String environment : List.of("production", "staging")) {
            // security last: its files lie among the sites, which the network's deployment replaces as a whole
            for (String kind : List.of("", "network-", "database-", "security-")) {
                succeeded(run(
                        "deploy-" + kind + "configuration",
                        Map.of("version", ConfigurationVersions.DEPLOYED, "environment", environment)));
            }
        }
    }

    protected Run atRest(Run requested) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> current(requested).state().isAtRest());
        return current(requested);
    }

    private Run current(Run run) {
        return journal.find(run.id()).orElseThrow();
    }

    protected static Run succeeded(Run run) {
        org.assertj.core.api.Assertions.assertThat(run.state())
                .as("%s failed at %s: %s (%s)", run.pipeline(), run.failedStep(), run.failure(), run.reason())
                .isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    static S3Part s3() {
        return SANDBOX.s3();
    }

    static List<String> stored() {
        return s3().objects(S3Part.BACKUP_BUCKET).stream().map(S3Object::key).toList();
    }

    /** Everything below a directory of a host: kind, mode, owner, time, size, link, content. */
    protected static String listing(String host, String directory) {
        Path root = SANDBOX.hosts().host(host).tree().path(directory);
        return shell(
                root,
                "find . -printf '%y %m %U:%G %T@ %s %p -> %l\\n' | sort; find . -type f | sort | xargs -r sha256sum");
    }

    protected static String shell(Path directory, String command) {
        try {
            Process process = Started.of(new ProcessBuilder("sh", "-c", command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true));
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
