package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.sandbox.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Two nodes, each with a machine whose clock is wrong: a preloaded library makes it so. Skipped where there is no C compiler. */
@Tag("fault")
@EnabledIfSystemProperty(named = "upkeep.faults", matches = "long") // 40 s of waiting for timers
class WrongClockTest {

    private static final Duration OFF = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final int RUNS = 12;

    @Test
    void a_clock_that_is_an_hour_off_takes_over_no_run_and_fires_no_timer_early_or_twice() {
        Path library = compiled();
        try (Cluster cluster = new Cluster("clocks")) {
            UpkeepNode ahead = add(cluster, "ahead", wrong(library, "+"));
            UpkeepNode behind = add(cluster, "behind", wrong(library, "-"));
            cluster.start();
            JdbcEvidence evidence = cluster.evidence();
            assertThat(machineClock(ahead))
                    .as("the fault happened")
                    .isAfter(evidence.now().plusSeconds(3000));
            assertThat(machineClock(behind))
                    .as("the fault happened")
                    .isBefore(evidence.now().minusSeconds(3000));

            for (int n = 0; n < RUNS; n++) {
                cluster.nodes()
                        .get(n % 2)
                        .request(
                                "long-" + n,
                                "five-effects",
                                "work=" + LEASE.multipliedBy(2).toMillis());
            }
            cluster.awaitAllOver("long-", RUNS, Duration.ofSeconds(60));
            await().atMost(Duration.ofSeconds(60)).until(() -> evidence.runs("timer:every-second:") >= 15);

            assertThat(evidence.handedOver("long-")).as("takeovers").isZero();
            assertThat(evidence.stepsByEffects("long-")).isEqualTo(Map.of("1", RUNS));
            List<Duration> early = evidence.early("timer:every-second:");
            assertThat(early).allSatisfy(by -> assertThat(by.abs()).isLessThan(Duration.ofSeconds(30)));
            FaultScale.figure("clocks an hour off: %d runs, 0 taken over; %d times of a timer, each asked for once"
                    .formatted(RUNS, early.size()));
        }
    }

    private static UpkeepNode add(Cluster cluster, String name, Map<String, String> environment) {
        return cluster.add(
                name,
                "src/test/resources/fault-clock",
                Map.of("upkeep.engine.heartbeat", "1s", "upkeep.engine.missed-heartbeats", "4"),
                environment);
    }

    private static Map<String, String> wrong(Path library, String sign) {
        return Map.of("LD_PRELOAD", library.toString(), "WRONG_CLOCK_SECONDS", sign + OFF.toSeconds());
    }

    private static Path compiled() {
        Path library = Places.of("fault", "wrong-clock.so");
        try {
            Files.createDirectories(library.getParent());
            int exit = new ProcessBuilder(
                            "cc",
                            "-shared",
                            "-fPIC",
                            "-o",
                            library.toString(),
                            "src/test/resources/fault-clock/wrong-clock.c",
                            "-ldl")
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).as("exit code of cc").isZero();
        } catch (IOException e) {
            assumeThat(e).as("there is a C compiler").isNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return library;
    }

    /** What the node's last line says it is. */
    private static Instant machineClock(UpkeepNode node) {
        return node.process()
                .log()
                .lines()
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+ .*"))
                .reduce((a, b) -> b)
                .map(line -> OffsetDateTime.parse(line.substring(0, line.indexOf(' ')))
                        .toInstant())
                .orElseThrow();
    }
}
