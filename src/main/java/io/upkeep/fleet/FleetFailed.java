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

    /** The hosts that failed; those that were not started are none of them. */
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
        return of(HostOutcome.Failed.class, outcomes);
    }

    private static String message(String work, List<HostOutcome> outcomes) {
        List<HostOutcome.Failed> failed = failedOf(outcomes);
        List<HostOutcome.NotStarted> waiting = of(HostOutcome.NotStarted.class, outcomes);
        StringBuilder message = new StringBuilder(work)
                .append(": ")
                .append(failed.size())
                .append(" of ")
                .append(outcomes.size())
                .append(" targets failed");
        failed.forEach(one -> message.append('\n')
                .append(one.host())
                .append(": ")
                .append(one.what())
                .append("; ")
                .append(one.next()));
        if (!waiting.isEmpty()) {
            message.append("\nnot started, as ")
                    .append(waiting.get(0).why())
                    .append(": ")
                    .append(waiting.stream().map(HostOutcome::host).collect(Collectors.joining(", ")));
        }
        return message.toString();
    }

    private static <T extends HostOutcome> List<T> of(Class<T> type, List<HostOutcome> outcomes) {
        return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
