package io.upkeep;

import io.upkeep.diagnosis.RunDecisions;
import io.upkeep.pipeline.LockDesk;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.RunRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lets troubleshooting decide about runs through the engine, as a person would. */
@Component
class EngineDecisions implements RunDecisions {

    private final Runs runs;
    private final LockDesk locks;

    EngineDecisions(Runs runs, LockDesk locks) {
        this.runs = runs;
        this.locks = locks;
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
