package io.upkeep.bench;

import io.upkeep.run.RunChanged;
import io.upkeep.run.RunListener;
import io.upkeep.run.RunNews;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.EventListener;

/** Says when a run's last transaction is committed, without asking the database again and again. */
class Finished implements RunListener {

    private static final long LIMIT_SECONDS = 60;

    private final Map<UUID, CompletableFuture<String>> runs = new ConcurrentHashMap<>();
    private final ThreadLocal<String> last = new ThreadLocal<>();

    @Override
    public void changed(RunNews news) {
        last.set(news.what());
    }

    /** Comes after the commit, in the thread that made the change. */
    @EventListener
    void committed(RunChanged change) {
        String what = last.get();
        if ("run.succeeded".equals(what) || "run.needs_attention".equals(what)) {
            of(change.run()).complete(what);
        }
    }

    void awaitSuccess(UUID run) throws Exception {
        String what = of(run).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        runs.remove(run);
        if (!"run.succeeded".equals(what)) {
            throw new IllegalStateException("run " + run + " ended with " + what);
        }
    }

    private CompletableFuture<String> of(UUID run) {
        return runs.computeIfAbsent(run, id -> new CompletableFuture<>());
    }
}
