package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.Inputs;
import io.upkeep.pipeline.InvalidRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A route that requests a run gives the inputs that the pipeline declares, with values that it takes. */
final class RequestedInputsRule implements Rule {

    static final Check INPUTS = new Check(
            "request-inputs",
            "A route that requests a run gives all required inputs and no others, with values that fit.",
            "The request would be refused each time the timer fires.",
            "- to: {uri: \"maintenance:deploy\", parameters: {input.verison: 1.4.2}}",
            "- to: {uri: \"maintenance:deploy\", parameters: {input.version: 1.4.2}}");

    @Override
    public List<Check> checks() {
        return List.of(INPUTS);
    }

    private static final String PREFIX = "input.";

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> !use.consuming() && use.scheme().equals("maintenance"))
                        .flatMap(use -> files.calledBy(use).stream()
                                .flatMap(pipeline -> check(route, use, pipeline).stream())));
    }

    private static Optional<Finding> check(Route route, EndpointUse use, Route pipeline) {
        Map<String, String> given = new HashMap<>();
        use.options().forEach((name, option) -> {
            if (name.startsWith(PREFIX)) {
                given.put(name.substring(PREFIX.length()), option.value());
            }
        });
        if (given.values().stream().anyMatch(value -> value.contains("{{") || value.startsWith("${variable."))) {
            return Optional.empty(); // known only when the property, or the run's variable, is
        }
        try {
            var unused =
                    Inputs.parse(pipeline.from().value("inputs").orElse("")).complete(use.rest(), given);
            return Optional.empty();
        } catch (InvalidRequest e) {
            return Optional.of(INPUTS.at(route, use.place(), e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the declaration itself is wrong: PipelineOptionsRule says so
        }
    }
}
