package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Upkeep in a JVM of its own, with its output in a file. Closing it kills it. */
final class UpkeepProcess implements AutoCloseable {

    private static final int KILLED = 128 + 9;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;

    private UpkeepProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it with settings as Spring Boot's arguments. */
    static UpkeepProcess start(Map<String, String> settings, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.upkeep.UpkeepApplication",
                "--spring.main.sources=" + HaltingJournal.class.getName(),
                "--spring.main.web-application-type=none",
                "--upkeep.engine.heartbeat=500ms", // so that the next process need not wait long for this one's runs
                "--upkeep.engine.missed-heartbeats=4"));
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        try {
            Files.createDirectories(log.getParent());
            return new UpkeepProcess(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it stands at the boundary, then kills it with SIGKILL; gives up when the run is past all of them. */
    void killAt(Boundary boundary, BooleanSupplier past) {
        await().alias("to stand at " + boundary + " (see " + log + ")")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> standsAt(boundary) || isGone() || past.getAsBoolean());
        assertThat(standsAt(boundary) && !isGone())
                .as("alive and standing at %s, see %s", boundary, log)
                .isTrue();
        close();
        assertThat(process.exitValue()).as("killed by SIGKILL").isEqualTo(KILLED);
    }

    /** Whether it ended by itself. */
    boolean isGone() {
        return !process.isAlive();
    }

    private boolean standsAt(Boundary boundary) {
        try {
            return Files.readString(log).contains(HaltingJournal.HALTED + boundary + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            assertThat(process.destroyForcibly().waitFor(20, TimeUnit.SECONDS))
                    .as("gone after SIGKILL")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
