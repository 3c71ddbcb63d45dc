package io.upkeep.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What hosts that fail are: the failure of what was asked of all of them, or a result beside those of the others. */
public enum FailedHosts {
    FAIL,
    RESULT;

    /**
     * An option that does not go with {@code failedHosts=result}.
     *
     * @param option its name
     * @param what why it does not
     * @param fix what to write instead
     */
    public record Mistake(String option, String what, String fix) {}

    private static final Map<String, String> NONE = Map.of("canary", "0", "batch", "", "maxErrors", "");

    /** @throws IllegalArgumentException when it is no choice, or the endpoint has options that do not go with it */
    static FailedHosts of(FleetEndpoint endpoint) {
        String text = endpoint.getFailedHosts();
        if (!text.matches("fail|result")) {
            throw new IllegalArgumentException("failedHosts='" + text + "' is not a choice; write fail or result");
        }
        Map<String, String> options = Map.of(
                "failedHosts", text,
                "facts", endpoint.getFacts(),
                "output", endpoint.getOutput(),
                "once", endpoint.getOnce(),
                "canary", endpoint.getCanary(),
                "batch", endpoint.getBatch(),
                "maxErrors", endpoint.getMaxErrors());
        mistake(options).ifPresent(mistake -> {
            throw new IllegalArgumentException("failedHosts=result: " + mistake.what() + "; " + mistake.fix());
        });
        return text.equals("result") ? RESULT : FAIL;
    }

    /**
     * Why hosts that fail cannot be a result: it is for scripts that only read, of which every host has its turn. What a change
     * left undone would pass for done.
     *
     * @param options of a {@code fleet:} endpoint, by name, as they are written
     */
    public static Optional<Mistake> mistake(Map<String, String> options) {
        if (!options.getOrDefault("failedHosts", "").equals("result")) {
            return Optional.empty();
        }
        if (!options.getOrDefault("facts", "false").equals("false")) {
            return Optional.of(new Mistake(
                    "facts", "facts have no place for a host that does not answer", "remove one of the two"));
        }
        String output = options.getOrDefault("output", "body");
        if (output.equals("stream")) {
            return Optional.of(new Mistake(
                    "output",
                    "what takes streams takes those of all hosts, or is told that some are missing",
                    "write output=file, or remove failedHosts"));
        }
        Optional<String> stops = NONE.keySet().stream()
                .sorted()
                .filter(option -> !options.getOrDefault(option, "").isBlank())
                .filter(option -> !options.get(option).equals(NONE.get(option)))
                .findFirst();
        if (stops.isPresent()) {
            return Optional.of(new Mistake(
                    stops.get(),
                    stops.get() + " keeps hosts from having their turn when others fail",
                    "remove it; parallel=5 says how many work at the same time"));
        }
        String once = options.getOrDefault("once", "");
        return once.equals("false") || (once.isBlank() && output.equals("file"))
                ? Optional.empty()
                : Optional.of(
                        new Mistake(
                                "failedHosts",
                                "what a failed host left undone would pass for done",
                                "add once=false if the script only reads; for a change remove failedHosts, or write maxErrors instead"));
    }

    /** Whether these are told as they are: what only the host can tell of, not what was cut off or never begun. */
    boolean take(List<HostOutcome> outcomes) {
        return outcomes.stream()
                .allMatch(outcome -> outcome.succeeded() || (this == RESULT && outcome instanceof HostOutcome.Failed));
    }
}
