package io.upkeep.pipeline.lint;

import io.upkeep.fleet.FailedHosts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Hosts that fail are a result only of what reads on all hosts. */
final class FailedHostsRule implements Rule {

    static final Check HIDDEN = new Check(
            "failed-hosts",
            "`failedHosts: result` stands where a script only reads (`once: false`), on every host: without `batch`, `canary`,"
                    + " `maxErrors`, `facts` and `output: stream`.",
            "The route does not load: a change that failed on a host would pass for done.",
            "- to: {uri: \"fleet:label:api\", parameters: {script: restart.sh, failedHosts: result}}",
            "- to: {uri: \"fleet:label:api\", parameters: {script: look.sh, once: \"false\", failedHosts: result}}");

    @Override
    public List<Check> checks() {
        return List.of(HIDDEN);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> use.scheme().equals("fleet"))
                        .flatMap(use -> hidden(route, use).stream()));
    }

    private static Optional<Finding> hidden(Route route, EndpointUse use) {
        Map<String, String> options = new LinkedHashMap<>();
        use.options().forEach((name, option) -> options.put(name, option.value()));
        // what a setting says is known when the route loads, which checks the same
        return options.getOrDefault("once", "").contains("{{")
                ? Optional.empty()
                : FailedHosts.mistake(options)
                        .map(mistake -> HIDDEN.at(
                                route,
                                use.placeOf(mistake.option()),
                                "failedHosts=result: " + mistake.what(),
                                mistake.fix()));
    }
}
