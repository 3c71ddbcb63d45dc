package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Kills nodes of a cluster one after the other and starts them again, under load; beside the load, runs that stand still
 * at a boundary of their journal until their node is killed. Requests without an answer are repeated.
 */
final class KillingSpree {

    private static final List<String> PIPELINES = List.of("five-effects", "undone-effects");
    private static final int LOAD_MILLIS = 125;

    private final Cluster cluster;
    private final JdbcEvidence evidence;
    private final Duration patience;
    private final Random chance = new Random(7);
    private final Map<String, String> asked = new HashMap<>();
    private final List<Double> takeovers = new ArrayList<>();
    private final List<String> boundaries = new ArrayList<>();
    private int kills;
    private int cutShort;
    private int halts;
    private int loaded;

    KillingSpree(Cluster cluster, Duration patience) {
        this.cluster = cluster;
        this.evidence = cluster.evidence();
        this.patience = patience;
    }

    /** Goes on until the time is over and so many runs stood still, all of which were killed with their node. */
    void run(Duration atLeast, int halted) {
        findBoundaries();
        long end = System.nanoTime() + atLeast.toNanos();
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        try {
            var loading = load.scheduleAtFixedRate(this::addLoad, 0, LOAD_MILLIS, TimeUnit.MILLISECONDS);
            while (System.nanoTime() < end || halts < halted || !standing().isEmpty()) {
                if (standing().isEmpty()) {
                    haltSome();
                }
                List<UpkeepNode> nodes = standing().isEmpty() ? cluster.nodes() : standing();
                killAndStart(nodes.get(chance.nextInt(nodes.size())));
            }
            loading.cancel(false);
        } finally {
            load.shutdownNow();
        }
        await().atMost(patience).pollInterval(Duration.ofSeconds(1)).until(this::isAllAnswered);
    }

    /** The nodes in which something stands still. */
    private List<UpkeepNode> standing() {
        return cluster.nodes().stream()
                .filter(node -> evidence.halts(node.name(), node.process().pid()) > 0)
                .toList();
    }

    /** As many as a run of each pipeline that nothing happens to has writes; one before and one after each. */
    private void findBoundaries() {
        PIPELINES.forEach(pipeline -> {
            ask("counted-" + pipeline, pipeline);
            cluster.awaitAllOver("counted-" + pipeline, 1, patience);
            for (int write = 1; write <= evidence.writes("counted-" + pipeline); write++) {
                boundaries.add(pipeline + " haltAt=before-" + write);
                boundaries.add(pipeline + " haltAt=after-" + write);
            }
            boundaries.add(pipeline + " haltAt=before-accept");
            boundaries.add(pipeline + " haltAt=after-accept");
        });
    }

    private synchronized void ask(String id, String what) {
        asked.put(id, what);
        List<UpkeepNode> alive = cluster.nodes().stream()
                .filter(node -> !node.process().isGone() && node.isReady())
                .toList();
        try {
            alive.get(chance.nextInt(alive.size())).request(id, what);
        } catch (java.io.UncheckedIOException | IllegalArgumentException killedMeanwhile) {
            // asked again, because it has no answer
        }
    }

    private void addLoad() {
        loaded++;
        ask("load-" + loaded, "five-effects work=" + chance.nextInt(300));
    }

    /** One run for each boundary. */
    private void haltSome() {
        for (String boundary : boundaries) {
            ask("halted-" + halts, boundary);
            halts++;
        }
        await().alias("runs to stand still")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    assertThat(evidence.boundaries())
                            .as("queue %s, runs %s", evidence.queue(), evidence.states("halted-"))
                            .containsExactlyInAnyOrderElementsOf(boundaries);
                    assertThat(evidence.halts()).isEqualTo(halts);
                });
    }

    private void killAndStart(UpkeepNode node) {
        node.kill();
        await().atMost(patience).until(() -> !evidence.isConnected(node.name()));
        Instant killed = evidence.now();
        List<UUID> runs = evidence.inTheHandsOf(node.name());
        kills++;
        cutShort += runs.size();
        node.start();
        node.awaitReady();
        await().alias("the runs of " + node.name() + " are taken over")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> evidence.takeovers(runs, killed).size() == runs.size());
        takeovers.addAll(evidence.takeovers(runs, killed));
    }

    private synchronized boolean isAllAnswered() {
        Set<String> open = new HashSet<>(asked.keySet());
        open.removeAll(evidence.answered(""));
        open.forEach(id -> ask(id, asked.get(id)));
        return open.isEmpty();
    }

    /**
     * What was done to the nodes, and how fast their runs went on.
     *
     * @param atMost how long it may take until somebody else has taken up a dead node's run
     */
    void assertFaults(Duration atMost) {
        assertThat(kills).as("kills").isGreaterThanOrEqualTo(cluster.nodes().size());
        assertThat(evidence.boundaries())
                .as("boundaries at which a run was killed")
                .containsExactlyInAnyOrderElementsOf(boundaries);
        assertThat(cutShort).as("runs in the hands of killed nodes").isGreaterThanOrEqualTo(boundaries.size() / 2);
        List<Double> sorted = takeovers.stream().sorted().toList();
        FaultScale.figure(
                "kills %d: %d runs asked for, %d stood still at one of %d boundaries, %d were in the hands of a killed node"
                        .formatted(kills, asked.size(), halts, boundaries.size(), cutShort));
        FaultScale.figure("takeover of %d runs p50 %.0f ms p99 %.0f ms longest %.0f ms"
                .formatted(
                        sorted.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1),
                        sorted.get(sorted.size() - 1)));
        assertThat(sorted)
                .as("milliseconds until the runs of dead nodes went on")
                .allSatisfy(millis -> assertThat(millis).isLessThan((double) atMost.toMillis()));
    }
}
