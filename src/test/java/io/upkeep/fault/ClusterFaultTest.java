package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.fault.JdbcEvidence.HandOver;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Three real processes on one PostgreSQL: shared work, a node that is stopped, one that is cut off, nodes that are killed. */
@Tag("fault")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the kills last: each costs a start
class ClusterFaultTest {

    private static final Duration HEARTBEAT = FaultScale.of(Duration.ofSeconds(1), Duration.ofSeconds(2));
    private static final int MISSED = FaultScale.of(4, 5);
    private static final Duration LEASE = HEARTBEAT.multipliedBy(MISSED);
    private static final Duration LONG_ENOUGH = FaultScale.of(Duration.ofSeconds(45), Duration.ofMinutes(10));
    private static final Pattern LET_GO =
            Pattern.compile("(?m)^(\\S+) .* Run ([0-9a-f-]{36}) is let go: its heartbeat could not be renewed");

    private static Cluster cluster;
    private static JdbcEvidence evidence;

    @BeforeAll
    static void start() {
        cluster = new Cluster("cluster");
        evidence = cluster.evidence();
        Map<String, String> lease = Map.of(
                "upkeep.engine.heartbeat",
                HEARTBEAT.toMillis() + "ms",
                "upkeep.engine.missed-heartbeats",
                Integer.toString(MISSED),
                // a node that was cut off still tries to write when it is connected again, and is to be refused
                "upkeep.engine.journal-patience",
                LEASE.multipliedBy(6).toMillis() + "ms");
        for (String name : List.of("node-1", "node-2", "node-3")) {
            cluster.add(name, "src/test/resources/fault", lease, Map.of());
        }
        cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void three_nodes_share_the_runs_and_each_repeated_request_is_one_run_with_each_effect_once() {
        int runs = FaultScale.of(300, 10_000);
        long started = System.nanoTime();
        IntStream.range(0, runs).forEach(n -> {
            cluster.nodes().get(n % 3).request("shared-" + n, "five-effects");
            cluster.nodes().get((n + 1) % 3).request("shared-" + n, "five-effects");
        });
        await().atMost(LONG_ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> evidence.answers("shared-") == 2 * runs);
        cluster.awaitAllOver("shared-", runs, LONG_ENOUGH);
        int handedOver = evidence.handedOver("shared-");
        FaultScale.figure(
                "shared %d runs, each asked for twice, on 3 nodes in %.1f s; %d lost their owner to a busy machine"
                        .formatted(runs, (System.nanoTime() - started) / 1e9, handedOver));

        assertThat(evidence.runs("shared-")).isEqualTo(runs);
        assertThat(evidence.stepsByEffects("shared-")).isEqualTo(Map.of("1", 5 * (runs - handedOver)));
        assertThat(handedOver).isLessThan(runs / 2);
        assertThat(evidence.effectsByNode("shared-"))
                .as("all took part")
                .containsOnlyKeys("node-1", "node-2", "node-3");
        cluster.assertPromises();
    }

    @Test
    @Order(2)
    void an_owner_that_was_stopped_for_three_leases_writes_nothing_at_its_old_epoch_when_it_wakes() {
        Duration stopped = LEASE.multipliedBy(3);
        request("stopped-", 12, "stallAt=three", "stall=" + stopped.toMillis());
        UpkeepNode owner = ownerOfMost("three", "stopped-", 12);
        List<UUID> runs = evidence.runsIn("three", owner.name(), "stopped-");

        int refused = evidence.refusedWrites();
        Instant from = evidence.now();
        owner.process().signal("STOP");
        try {
            await("the fault to happen").until(() -> owner.process().state() == 'T');
            await().atMost(LONG_ENOUGH)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> evidence.now().isAfter(from.plus(stopped)) && evidence.unfinished("stopped-") == 0);
        } finally {
            owner.process().signal("CONT"); // the other tests need it
        }

        await().atMost(LONG_ENOUGH)
                .until(() -> runs.stream()
                        .allMatch(run -> owner.process().log().contains("run " + run + " is no longer owned")));
        assertThat(evidence.takeovers(runs, from)).as("taken over meanwhile").hasSameSizeAs(runs);
        FaultScale.figure(
                "stopped %d runs for %s: %d writes of the old epoch refused, taken over after %.0f ms at the latest"
                        .formatted(
                                runs.size(),
                                stopped,
                                evidence.refusedWrites() - refused,
                                evidence.takeovers(runs, from).stream()
                                        .max(Comparator.naturalOrder())
                                        .orElseThrow()));
        cluster.assertPromises();
    }

    @Test
    @Order(3)
    void a_node_cut_off_from_the_database_lets_go_before_its_lease_ends_and_its_late_writes_are_refused() {
        request("cut-", 12, "stallAt=three", "stall=" + LEASE.multipliedBy(5).toMillis());
        UpkeepNode owner = ownerOfMost("three", "cut-", 12);
        List<UUID> runs = evidence.runsIn("three", owner.name(), "cut-");
        // their first step ends while the node is cut off: what it writes then arrives late
        int late = 0;
        do {
            request("late-" + late + "-", 12, "stallAt=one", "stall=" + LEASE.toMillis() / 4);
            late += 12;
            int answers = late;
            await().atMost(LONG_ENOUGH).until(() -> evidence.answers("late-") == answers);
        } while (evidence.runsIn("one", owner.name(), "late-").isEmpty() && late < 600);

        int refused = evidence.refusedWrites();
        owner.cutOff();
        Instant from = evidence.now();
        cluster.awaitAllOver("cut-", 12, LONG_ENOUGH);
        cluster.awaitAllOver("late-", late, LONG_ENOUGH);

        Map<UUID, HandOver> handOvers = evidence.handOvers(owner.name(), from).stream()
                .collect(java.util.stream.Collectors.toMap(HandOver::run, each -> each));
        assertThat(handOvers).as("the fault happened").containsOnlyKeys(runs);
        Map<UUID, Instant> said = letGo(owner);
        assertThat(handOvers.values()).allSatisfy(each -> {
            assertThat(each.letGo()).isBefore(from.plus(LEASE)).isBefore(each.takenOver());
            assertThat(said.get(each.run())).isBefore(each.takenOver());
        });
        owner.connectAgain();
        await().atMost(LONG_ENOUGH).until(() -> evidence.refusedWrites() > refused);
        FaultScale.figure(
                "cut off with a lease of %s: let go after at most %.0f ms, taken over after at least %.0f ms, %d late writes refused"
                        .formatted(
                                LEASE,
                                millis(
                                        from,
                                        handOvers.values().stream()
                                                .map(HandOver::letGo)
                                                .max(Comparator.naturalOrder())),
                                millis(
                                        from,
                                        handOvers.values().stream()
                                                .map(HandOver::takenOver)
                                                .min(Comparator.naturalOrder())),
                                evidence.refusedWrites() - refused));
        assertThat(worksAgain(owner)).isTrue();
        cluster.assertPromises();
    }

    private static double millis(Instant from, java.util.Optional<Instant> to) {
        return Duration.between(from, to.orElseThrow()).toMillis();
    }

    @Test
    @Order(4)
    void nodes_killed_under_load_and_at_every_boundary_of_the_journal_lose_no_run_and_double_no_step() {
        KillingSpree spree = new KillingSpree(cluster, LONG_ENOUGH);

        spree.run(FaultScale.of(Duration.ofSeconds(10), Duration.ofMinutes(5)), FaultScale.of(1, 200));
        cluster.awaitAllOver("", 1, LONG_ENOUGH);

        spree.assertFaults(LEASE.plus(Duration.ofSeconds(10)));
        cluster.assertPromises();
    }

    /** Once it has work of its own again. */
    private static boolean worksAgain(UpkeepNode node) {
        int runs = 0;
        while (!evidence.effectsByNode("again-").containsKey(node.name()) && runs < 300) {
            request("again-" + runs + "-", 6, "work=20");
            runs += 6;
            cluster.awaitAllOver("again-", runs, LONG_ENOUGH);
        }
        return evidence.effectsByNode("again-").containsKey(node.name());
    }

    private static void request(String prefix, int runs, String... parameters) {
        IntStream.range(0, runs)
                .forEach(n -> cluster.nodes().get(n % 3).request(prefix + n, "five-effects", parameters));
    }

    /** The node that is in this step of most runs, once all runs are there. */
    private static UpkeepNode ownerOfMost(String step, String prefix, int runs) {
        await().atMost(LONG_ENOUGH)
                .until(() -> cluster.nodes().stream()
                                .mapToInt(node -> evidence.runsIn(step, node.name(), prefix)
                                        .size())
                                .sum()
                        == runs);
        return cluster.nodes().stream()
                .max(Comparator.comparingInt(
                        node -> evidence.runsIn(step, node.name(), prefix).size()))
                .orElseThrow();
    }

    private static Map<UUID, Instant> letGo(UpkeepNode node) {
        Map<UUID, Instant> runs = new java.util.HashMap<>();
        Matcher lines = LET_GO.matcher(node.process().log());
        while (lines.find()) {
            runs.put(
                    UUID.fromString(lines.group(2)),
                    java.time.OffsetDateTime.parse(lines.group(1)).toInstant());
        }
        return runs;
    }
}
