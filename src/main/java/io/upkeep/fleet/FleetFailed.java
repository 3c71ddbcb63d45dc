package io.upkeep.fleet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * At least one host failed. Thrown after every host has ended; the message names each failed target. With {@code
 * failedHosts=result} only when a host did not come to an end of its own.
 */
public final class FleetFailed extends Exception implements HostOutcomes {

    private final transient List<HostOutcome> outcomes;

    FleetFailed(String work, List<HostOutcome> outcomes) {
        super(OutcomeWords.failed(work, outcomes));
        this.outcomes = List.copyOf(outcomes);
    }

    @Override
    public List<HostOutcome> outcomes() {
        return outcomes;
    }

    static Map<String, Object> body(List<HostOutcome> outcomes) {
        Map<String, Object> body = new LinkedHashMap<>();
        outcomes.forEach(outcome -> body.put(outcome.host(), outcome.body()));
        return body;
    }
}
