package io.upkeep.pipeline;

import io.upkeep.run.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The runs that this node accepted a moment ago, as they were then: whoever is the first to take one up need not read it.
 * Of no use to anybody later: it has changed then.
 */
@Component
class JustAccepted {

    private static final int MOST = 1000;

    private final Map<UUID, Run> runs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Run> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(Run run) {
        runs.put(run.id(), run);
    }

    /** Answers once. */
    synchronized Optional<Run> take(UUID run) {
        return Optional.ofNullable(runs.remove(run));
    }
}
