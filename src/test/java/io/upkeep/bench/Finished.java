package io.upkeep.bench;

import io.upkeep.run.RunChanged;
import io.upkeep.run.RunState;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.EventListener;

/** Says when a run's last transaction is committed, without asking the database again and again. */
class Finished {

    private static final long LIMIT_SECONDS = 60;

    private final Map<UUID, CompletableFuture<RunState>> runs = new ConcurrentHashMap<>();
    private final Map<UUID, Long> starts = new ConcurrentHashMap<>();
    private final Map<String, Integer> startsOfNodes = new ConcurrentHashMap<>();

    /** Comes after the commit, in the thread that made the change. */
    @EventListener
    void committed(RunChanged change) {
        note("first", change);
    }

    /** The same for what another node of this JVM works on. */
    record Elsewhere(Finished finished, String node) {

        @EventListener
        void committed(RunChanged change) {
            finished.note(node, change);
        }
    }

    private void note(String node, RunChanged change) {
        if (change.state() == RunState.RUNNING && starts.putIfAbsent(change.run(), System.nanoTime()) == null) {
            startsOfNodes.merge(node, 1, Integer::sum);
        }
        if (change.state() != null && change.state().isAtRest()) {
            of(change.run()).complete(change.state());
        }
    }

    /** How many runs each node started. */
    Map<String, Integer> startsOfNodes() {
        return new TreeMap<>(startsOfNodes);
    }

    void awaitSuccess(UUID run) throws Exception {
        RunState state = of(run).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        runs.remove(run);
        if (state != RunState.SUCCEEDED) {
            throw new IllegalStateException("run " + run + " ended " + state);
        }
    }

    /** When the transaction that started a run was committed, by {@link System#nanoTime}; forgotten when asked. */
    long startOf(UUID run) {
        return starts.remove(run);
    }

    private CompletableFuture<RunState> of(UUID run) {
        return runs.computeIfAbsent(run, id -> new CompletableFuture<>());
    }
}
