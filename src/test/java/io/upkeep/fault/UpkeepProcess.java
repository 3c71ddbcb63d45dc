package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Upkeep in a JVM of its own, with its output in a file. Closing it kills it. */
final class UpkeepProcess implements AutoCloseable {

    private static final int KILLED = 128 + 9;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** With short leases, so that the next process need not wait long for this one's runs. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "spring.main.web-application-type", "none",
            "upkeep.engine.heartbeat", "500ms",
            "upkeep.engine.missed-heartbeats", "4");

    private final Process process;
    private final Path log;

    private UpkeepProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it with settings as Spring Boot's arguments; {@code parts} is a configuration that is added to it. */
    static UpkeepProcess start(
            Class<?> parts, Map<String, String> settings, Map<String, String> environment, Path log) {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        all.put("spring.main.sources", parts.getName());
        all.putAll(settings);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.upkeep.UpkeepApplication"));
        all.forEach((name, value) -> command.add("--" + name + "=" + value));
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder process =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            process.environment().putAll(environment);
            return new UpkeepProcess(process.start(), log);
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
        return log().contains(HaltingJournal.HALTED + boundary + "\n");
    }

    /** Everything it has printed. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Writes a line to its standard input. */
    void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("it is gone, see " + log, e);
        }
    }

    /** Sends a signal: {@code STOP}, {@code CONT}. */
    void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .start()
                    .waitFor();
            assertThat(exit).as("kill -%s %d", name, pid()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the kernel calls it: {@code T} when it is stopped. */
    char state() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Called in the process: hears each line of standard input, which ends when the test's JVM does, however it ends. */
    static void dieWithTheTest(Consumer<String> hear) {
        Thread parent = new Thread(
                () -> {
                    try {
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                                .lines()
                                .forEach(hear);
                    } finally {
                        Runtime.getRuntime().halt(1);
                    }
                },
                "test-watch");
        parent.setDaemon(true);
        parent.start();
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
