package io.upkeep.pipeline;

import io.upkeep.run.StepKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** What the steps of random pipelines did. */
public class Effects {

    private final Deaths deaths;
    private final Map<UUID, List<Effect>> all = new ConcurrentHashMap<>();

    Effects(Deaths deaths) {
        this.deaths = deaths;
    }

    /** @param again whether the step's OUTCOME was committed before: it should not have been executed */
    record Effect(StepKey step, String trail, boolean again) {}

    /** Called by the routes. */
    public void work(Exchange exchange, String id, boolean fails) {
        UUID run = UUID.fromString(exchange.getVariable("runId", String.class));
        StepKey step = StepScope.of(exchange).key(StepWorks.of(exchange).phase());
        String before = exchange.getVariable("trail", "", String.class);
        all.computeIfAbsent(run, key -> java.util.Collections.synchronizedList(new ArrayList<>()))
                .add(new Effect(step, before, deaths.isFinished(run, step)));
        exchange.setVariable("trail", before + id + " ");
        if (fails) {
            throw new IllegalStateException(id + " is one that fails");
        }
    }

    List<Effect> of(UUID run) {
        return List.copyOf(all.getOrDefault(run, List.of()));
    }
}
