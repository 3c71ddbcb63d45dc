package io.upkeep.bench;

import io.upkeep.run.RunChanged;
import io.upkeep.run.RunState;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.EventListener;

/** Says when a run's last transaction is committed, without asking the database again and again. */
class Finished {

    private static final long LIMIT_SECONDS = 60;

    private final Map<UUID, CompletableFuture<RunState>> runs = new ConcurrentHashMap<>();

    /** Comes after the commit, in the thread that made the change. */
    @EventListener
    void committed(RunChanged change) {
        if (change.state() != null && change.state().isAtRest()) {
            of(change.run()).complete(change.state());
        }
    }

    void awaitSuccess(UUID run) throws Exception {
        RunState state = of(run).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        runs.remove(run);
        if (state != RunState.SUCCEEDED) {
            throw new IllegalStateException("run " + run + " ended " + state);
        }
    }

    private CompletableFuture<RunState> of(UUID run) {
        return runs.computeIfAbsent(run, id -> new CompletableFuture<>());
    }
}
