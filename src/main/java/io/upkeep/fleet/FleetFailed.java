package io.upkeep.fleet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** At least one host failed. Thrown after every host has ended; the message names each failed target. */
public final class FleetFailed extends Exception {

    private final transient List<HostOutcome> outcomes;

    FleetFailed(String work, List<HostOutcome> outcomes) {
        super(message(work, outcomes));
        this.outcomes = List.copyOf(outcomes);
    }

    /** How every host ended, the ones that succeeded too, by name. */
    public List<HostOutcome> outcomes() {
        return outcomes;
    }

    /** The hosts that failed. */
    public List<HostOutcome.Failed> failed() {
        return failedOf(outcomes);
    }

    /** All outcomes as JSON-able values: what the body would have been, with the failed hosts in it. */
    public Map<String, Object> result() {
        return body(outcomes);
    }

    static Map<String, Object> body(List<HostOutcome> outcomes) {
        Map<String, Object> body = new LinkedHashMap<>();
        outcomes.forEach(outcome -> body.put(outcome.host(), outcome.body()));
        return body;
    }

    private static List<HostOutcome.Failed> failedOf(List<HostOutcome> outcomes) {
        return outcomes.stream()
                .filter(HostOutcome.Failed.class::isInstance)
                .map(HostOutcome.Failed.class::cast)
                .toList();
    }

    private static String message(String work, List<HostOutcome> outcomes) {
        List<HostOutcome.Failed> failed = failedOf(outcomes);
        return work + ": " + failed.size() + " of " + outcomes.size() + " targets failed\n"
                + failed.stream()
                        .map(one -> one.host() + ": " + one.what() + "; " + one.next())
                        .collect(Collectors.joining("\n"));
    }
}
