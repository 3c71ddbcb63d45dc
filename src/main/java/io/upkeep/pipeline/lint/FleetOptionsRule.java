package io.upkeep.pipeline.lint;

import io.upkeep.fleet.FailedHosts;
import io.upkeep.fleet.WrittenOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.catalog.EndpointValidationResult;

/** The options of {@code fleet:} are read as the endpoint reads them when its route loads. */
final class FleetOptionsRule implements Rule {

    static final Check VALUE = new Check(
            "fleet-value",
            "The options of `fleet:` can be read (`batch`, `canary`, `maxErrors`, `timeout`, `maxOutput`, `sudo`, `env` …) and go"
                    + " together.",
            "The route does not load.",
            "parameters: {script: restart.sh, batch: 0%}",
            "parameters: {script: restart.sh, batch: 20%}");

    private final Components components;
    private final KnownProperties known;

    FleetOptionsRule(Components components, KnownProperties known) {
        this.components = components;
        this.known = known;
    }

    @Override
    public List<Check> checks() {
        return List.of(VALUE);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> use.scheme().equals("fleet") && !use.consuming())
                        .flatMap(use -> mistake(route, use).stream()));
    }

    private Optional<Finding> mistake(Route route, EndpointUse use) {
        EndpointValidationResult validity = components.validate(use);
        Map<String, String> options = options(use);
        // what the catalog or another rule says of an option is not said twice
        return !validity.isSuccess()
                        || options.size() < use.options().size()
                        || FailedHosts.mistake(options).isPresent()
                ? Optional.empty()
                : WrittenOptions.mistake(use.rest(), options)
                        .map(mistake -> VALUE.at(route, use.placeOf(firstWord(mistake)), "fleet: " + mistake));
    }

    /** Those whose value is known before the route loads. */
    private Map<String, String> options(EndpointUse use) {
        Map<String, String> options = new LinkedHashMap<>();
        use.options()
                .forEach((name, option) ->
                        Placeholder.filled(option.value(), known).ifPresent(value -> options.put(name, value)));
        return options;
    }

    /** The option that a mistake begins with: {@code batch '0%' is …}, {@code input=body needs …}. */
    private static String firstWord(String mistake) {
        return mistake.split("[ =]", 2)[0];
    }
}
