package io.upkeep.pipeline;

import io.upkeep.fleet.RunTargets;
import io.upkeep.run.Run;
import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** What routes know of a run from the beginning: its inputs, and the variables {@code runId}, {@code pipeline} and {@code targets}. */
record RunVariables(Run run, List<Target> targets) {

    /** Targets that nobody knows any more are none: the steps that need them say so, those of a rollback too. */
    static RunVariables of(Run run, Pipeline pipeline, Inventory inventory) {
        try {
            return new RunVariables(run, pipeline.targets().of(run.parameters(), inventory));
        } catch (IllegalArgumentException unknown) {
            return new RunVariables(run, List.of());
        }
    }

    /** By name; {@code targets} are their names, joined by commas. */
    Map<String, Object> all() {
        Map<String, Object> variables = new LinkedHashMap<>(run.parameters());
        variables.put("runId", run.id().toString());
        variables.put("pipeline", run.pipeline());
        variables.put(Selector.OF_RUN, targets.stream().map(Target::name).collect(Collectors.joining(",")));
        return variables;
    }

    /** For an exchange that begins. */
    void putInto(Exchange exchange) {
        all().forEach(exchange::setVariable);
        new RunTargets(targets).putInto(exchange);
    }
}
