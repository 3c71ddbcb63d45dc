package io.upkeep;

import io.upkeep.diagnosis.RunDecisions;
import io.upkeep.incident.Incidents;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.LockDesk;
import io.upkeep.pipeline.PipelineCatalog;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.RunRequest;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets troubleshooting decide about runs through the engine, as a person would. */
@Component
class EngineDecisions implements RunDecisions {

    private static final Logger LOG = LoggerFactory.getLogger(EngineDecisions.class);

    private final Runs runs;
    private final LockDesk locks;
    private final PipelineCatalog catalog;
    private final Inventory inventory;
    private final Incidents incidents;

    EngineDecisions(Runs runs, LockDesk locks, PipelineCatalog catalog, Inventory inventory, Incidents incidents) {
        this.runs = runs;
        this.locks = locks;
        this.catalog = catalog;
        this.inventory = inventory;
        this.incidents = incidents;
    }

    @Override
    public void resume(UUID run, String by) {
        runs.resume(run, by);
    }

    @Override
    public boolean clear(String lock) {
        return locks.clear(lock);
    }

    @Override
    public Set<String> targets(String pipeline, String environment) {
        return catalog.find(pipeline)
                .map(found -> found.targets().of(Map.of("environment", environment), inventory).stream()
                        .map(Target::name)
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    @Override
    public void withdraw(UUID run, String by) {
        try {
            runs.cancel(run, by);
        } catch (InvalidRequest decided) {
            LOG.debug("Run {} is not withdrawn: {}", run, decided.getMessage());
        }
    }

    @Override
    public void end(UUID incident, UUID run, String resolution) {
        incidents.end(incident.toString(), run.toString(), resolution);
    }

    @Override
    public UUID troubleshoot(Wanted wanted, String by, String requestId) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("type", wanted.type().word());
        parameters.put("details", wanted.details());
        parameters.put("incident", wanted.incident());
        parameters.put("run", wanted.run());
        parameters.put("target", wanted.target());
        if (!wanted.tried().isEmpty()) {
            parameters.put("tried", wanted.tried());
        }
        return runs.request(new RunRequest("troubleshoot", parameters, by, requestId))
                .id();
    }
}
