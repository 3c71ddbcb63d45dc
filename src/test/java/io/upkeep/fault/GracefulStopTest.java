package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.pipeline.Runs;
import io.upkeep.run.RunRequest;
import io.upkeep.sandbox.OwnDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A node that is told to stop while its runs are in a step that takes more than two leases; another node stands by. */
@Tag("fault")
class GracefulStopTest {

    private static final Duration STEP = Duration.ofSeconds(5);
    private static final String SOON = "--upkeep.engine.stop-within=500ms";
    private static final String STAYS = "stays";
    private static final String STOPS = "stops";

    @Test
    void its_steps_stay_its_own_until_they_have_ended_and_the_runs_go_on_elsewhere() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Effects there = effects(database, STAYS);
                Effects here = effects(database, STOPS)) {
            JdbcEvidence evidence = there.evidence();
            evidence.prepare();
            try (ConfigurableApplicationContext staying = node(database, there, STAYS)) {
                List<UUID> held;
                Instant told;
                try (ConfigurableApplicationContext stopping = node(database, here, STOPS)) {
                    held = requested(stopping.getBean(Runs.class), evidence, STEP);
                    told = evidence.now();
                }

                assertThat(Duration.between(told, evidence.now()))
                        .as("the steps were under way for longer than a lease")
                        .isGreaterThan(Duration.ofSeconds(2));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> evidence.unfinished("graceful-") == 0 && staying.isRunning());
                assertThat(evidence.effectsOf(held))
                        .as("each step and who had it")
                        .containsExactlyInAnyOrderElementsOf(held.stream()
                                .flatMap(run ->
                                        Stream.of("one stops", "two stops", "three stays", "four stays", "five stays"))
                                .toList());
            }
        }
    }

    @Test
    void a_step_that_takes_longer_than_a_node_waits_for_it_is_taken_up_elsewhere_as_after_its_death() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Effects there = effects(database, STAYS);
                Effects here = effects(database, STOPS)) {
            JdbcEvidence evidence = there.evidence();
            evidence.prepare();
            try (ConfigurableApplicationContext staying = node(database, there, STAYS, SOON)) {
                List<UUID> held;
                Instant told;
                try (ConfigurableApplicationContext stopping = node(database, here, STOPS, SOON)) {
                    held = requested(stopping.getBean(Runs.class), evidence, Duration.ofMinutes(10));
                    told = evidence.now();
                }

                assertThat(evidence.handOvers(STOPS, told))
                        .as("the steps were interrupted; also of a run that came to its step after those were counted")
                        .extracting(JdbcEvidence.HandOver::run)
                        .containsAll(held)
                        .doesNotHaveDuplicates();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> Collections.frequency(evidence.effectsOf(held), "five stays") == held.size()
                                && staying.isRunning());
                assertThat(evidence.effectsOf(held))
                        .as("each step and who had it")
                        .containsExactlyInAnyOrderElementsOf(held.stream()
                                .flatMap(run -> Stream.of(
                                        "one stops",
                                        "two stops",
                                        "two stays",
                                        "three stays",
                                        "four stays",
                                        "five stays"))
                                .toList());
            }
        }
    }

    /** Asks for runs until the node, and not the other one, is in the long step of some. */
    private static List<UUID> requested(Runs runs, JdbcEvidence evidence, Duration step) {
        AtomicInteger asked = new AtomicInteger();
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            runs.request(new RunRequest(
                                    "five-effects",
                                    Map.of("stallAt", "two", "stall", Long.toString(step.toMillis())),
                                    "test",
                                    "graceful-" + asked.incrementAndGet()));
                            return evidence.runsIn("two", STOPS, "graceful-");
                        },
                        held -> !held.isEmpty());
    }

    private static Effects effects(EmbeddedPostgres database, String node) {
        return new Effects(OwnDatabase.of(database), "postgres", "postgres", node);
    }

    private static ConfigurableApplicationContext node(
            EmbeddedPostgres database, Effects effects, String name, String... more) {
        String[] settings = Stream.concat(Stream.of("--upkeep.engine.node=" + name), Stream.of(more))
                .toArray(String[]::new);
        return NodeWithin.start(database, effects, context -> {}, settings);
    }
}
