package io.upkeep.pipeline.lint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The steps of pipelines and rollback routes can be journal keys: each has an id, once, and all I/O stands in one. */
final class StepRule implements Rule {

    private static final String ID = "[a-z0-9]+(-[a-z0-9]+)*";
    private static final Set<String> HARMLESS = Set.of("log", "mock");
    private static final Set<String> CALLS = Set.of("direct", "kamelet");

    @Override
    public Stream<Finding> check(RouteFiles files) {
        List<Route> starts = files.pipelines()
                .flatMap(pipeline -> Stream.concat(Stream.of(pipeline), files.rollbackOf(pipeline).stream()))
                .distinct()
                .toList();
        Stream<Finding> inside = files.partsOfRuns().stream()
                .flatMap(route -> Stream.of(ids(route), paths(route), repeatedCalls(files, route))
                        .flatMap(findings -> findings));
        return Stream.concat(inside, starts.stream().flatMap(StepRule::outside));
    }

    private static Stream<Finding> ids(Route route) {
        return route.steps()
                .filter(step -> !step.value().text("id").matches(ID))
                .map(step -> step.value().text("id").isEmpty()
                        ? route.finding(
                                step.key(), "the step has no id", "add id: and a verb, as in id: back-up-current")
                        : route.finding(
                                step.value().get("id").orElse(step.key()),
                                "step id '%s' is not a journal key"
                                        .formatted(step.value().text("id")),
                                "use lower case words joined by hyphens, as in back-up-current"));
    }

    private static Stream<Finding> paths(Route route) {
        Map<String, Eip> seen = new HashMap<>();
        return route.steps().filter(step -> !step.value().text("id").isEmpty()).toList().stream()
                .flatMap(step -> {
                    Eip first = seen.putIfAbsent(step.path(), step);
                    return first == null
                            ? Stream.empty()
                            : Stream.of(route.finding(
                                    step.value().get("id").orElse(step.key()),
                                    "step '%s' is there twice (first in line %d)"
                                            .formatted(step.path(), first.key().line()),
                                    "give each its own id: a finished step is never executed again"));
                });
    }

    /** Two calls of one shared route in one step would write the same journal keys. */
    private static Stream<Finding> repeatedCalls(RouteFiles files, Route route) {
        Map<String, EndpointUse> seen = new HashMap<>();
        return route.eips().stream()
                .filter(eip ->
                        eip.endpoint().filter(use -> callsSteps(files, use)).isPresent())
                .flatMap(eip -> {
                    EndpointUse use = eip.endpoint().orElseThrow();
                    EndpointUse first = seen.putIfAbsent(eip.path() + " " + use.address(), use);
                    return first == null
                            ? Stream.empty()
                            : Stream.of(route.finding(
                                    use.place(),
                                    "%s is called twice in one step (first in line %d)"
                                            .formatted(
                                                    use.address(), first.place().line()),
                                    "put each call into a step of its own"));
                });
    }

    private static boolean callsSteps(RouteFiles files, EndpointUse use) {
        return CALLS.contains(use.scheme())
                && files.calledBy(use)
                        .filter(called -> called.steps().findAny().isPresent())
                        .isPresent();
    }

    private static Stream<Finding> outside(Route route) {
        return route.eips().stream()
                .filter(eip -> !eip.inStep())
                .flatMap(eip -> eip.endpoint().stream())
                .filter(use -> !HARMLESS.contains(use.scheme()))
                .map(use -> route.finding(
                        use.place(),
                        "%s stands outside any step, so it would be done again after a crash".formatted(use.address()),
                        "put it into a step: - step: {id: …, steps: [ … ]}"));
    }
}
