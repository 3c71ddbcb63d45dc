package io.upkeep.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The runs that this node works on now. */
@Component
class Underway {

    private final Map<UUID, RunAtWork> runs = new ConcurrentHashMap<>();

    RunAtWork begin(UUID run) {
        RunAtWork work = new RunAtWork(run);
        runs.put(run, work);
        return work;
    }

    void end(RunAtWork work) {
        runs.remove(work.run(), work);
    }

    Optional<RunAtWork> find(UUID run) {
        return Optional.ofNullable(runs.get(run));
    }

    Collection<RunAtWork> all() {
        return List.copyOf(runs.values());
    }

    int count() {
        return runs.size();
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }
}
