package io.upkeep.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** The options of a {@code fleet:} endpoint as they are written in a route, before there are any hosts. */
public final class WrittenOptions {

    private static final Map<String, BiConsumer<FleetEndpoint, String>> SET = Map.ofEntries(
            Map.entry("script", FleetEndpoint::setScript),
            Map.entry("env", FleetEndpoint::setEnv),
            Map.entry("timeout", FleetEndpoint::setTimeout),
            Map.entry("silence", FleetEndpoint::setSilence),
            Map.entry("once", FleetEndpoint::setOnce),
            Map.entry("sudo", FleetEndpoint::setSudo),
            Map.entry("maxOutput", FleetEndpoint::setMaxOutput),
            Map.entry("input", FleetEndpoint::setInput),
            Map.entry("output", FleetEndpoint::setOutput),
            Map.entry("directory", FleetEndpoint::setDirectory),
            Map.entry("facts", FleetEndpoint::setFacts),
            Map.entry("only", FleetEndpoint::setOnly),
            Map.entry("parallel", FleetEndpoint::setParallel),
            Map.entry("batch", FleetEndpoint::setBatch),
            Map.entry("canary", FleetEndpoint::setCanary),
            Map.entry("maxErrors", FleetEndpoint::setMaxErrors),
            Map.entry("failedHosts", FleetEndpoint::setFailedHosts),
            Map.entry("order", FleetEndpoint::setOrder));

    private WrittenOptions() {}

    /** Names of the options that are looked at. */
    static Set<String> names() {
        return SET.keySet();
    }

    /**
     * What an endpoint with these options is refused for when its route loads: {@code what is wrong; write this}. Empty when
     * nothing is; hosts and script files are not looked for.
     *
     * @param selector as it is written
     * @param options by name, without placeholders
     */
    public static Optional<String> mistake(String selector, Map<String, String> options) {
        FleetEndpoint endpoint = new FleetEndpoint("fleet:" + selector, selector, null);
        options.forEach((name, value) ->
                SET.getOrDefault(name, (unknown, ignored) -> {}).accept(endpoint, value));
        try {
            var unused = FleetOptions.of(endpoint, new ChosenHosts(selector, Optional.empty(), List.of()));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
