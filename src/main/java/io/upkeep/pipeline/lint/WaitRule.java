package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.stream.Stream;

/** A run that waits for another one does so in a step that holds nothing else. */
final class WaitRule implements Rule {

    static final Check ALONE = new Check(
            "wait-alone",
            "`to: maintenance:NAME?wait=true` is the only thing in its step, in a pipeline or its rollback route.",
            "The step is journalled as the child's: beside other work it could neither be resumed nor retried rightly, and"
                    + " outside a run nobody waits.",
            "- step: {id: back-up, steps: [{log: now}, {to: {uri: \"maintenance:back-up\", parameters: {wait: true}}}]}",
            "- step: {id: back-up, steps: [{to: {uri: \"maintenance:back-up\", parameters: {wait: true}}}]}");
    static final Check ITSELF = new Check(
            "wait-for-itself",
            "A pipeline does not wait for a run of itself.",
            "With one run at a time, both would wait for ever.",
            "- to: {uri: \"maintenance:deploy\", parameters: {wait: true}}   # in deploy",
            "- to: {uri: \"maintenance:back-up\", parameters: {wait: true}}");

    @Override
    public List<Check> checks() {
        return List.of(ALONE, ITSELF);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> alone = files.everything()
                .flatMap(route -> route.eips().stream()
                        .filter(WaitRule::waits)
                        .filter(eip -> !files.partsOfRuns().contains(route) || !isAlone(route, eip))
                        .map(eip -> finding(files, route, eip)));
        return Stream.concat(alone, files.pipelines().flatMap(pipeline -> itself(files, pipeline)));
    }

    private static boolean waits(Eip eip) {
        return eip.endpoint()
                .filter(use -> use.scheme().equals("maintenance"))
                .flatMap(use -> use.value("wait"))
                .filter("true"::equals)
                .isPresent();
    }

    private static boolean isAlone(Route route, Eip wait) {
        return route.steps().anyMatch(step -> {
            List<Yaml> steps = step.value().get("steps").map(Yaml::items).orElse(List.of());
            return steps.size() == 1
                    && steps.get(0).entries().stream()
                            .anyMatch(entry -> entry.key().equals(wait.key()));
        });
    }

    private static Finding finding(RouteFiles files, Route route, Eip eip) {
        EndpointUse use = eip.endpoint().orElseThrow();
        return files.partsOfRuns().contains(route)
                ? ALONE.at(
                        route,
                        use.place(),
                        "%s with wait=true shares its step with other work".formatted(use.address()),
                        "give it a step of its own: - step: {id: …, steps: [{to: …}]}")
                : ALONE.at(
                        route,
                        use.place(),
                        "%s with wait=true stands outside any run".formatted(use.address()),
                        "remove wait: the request is answered with the run's id");
    }

    private static Stream<Finding> itself(RouteFiles files, Route pipeline) {
        return Walk.through(files, pipeline).stream()
                .filter(visit -> waits(visit.eip()))
                .filter(visit -> visit.eip()
                        .endpoint()
                        .orElseThrow()
                        .rest()
                        .equals(pipeline.from().rest()))
                .map(visit -> ITSELF.at(
                        visit.route(),
                        visit.eip().endpoint().orElseThrow().place(),
                        "'%s' waits for a run of itself"
                                .formatted(pipeline.from().rest()),
                        "remove wait, or name another pipeline"));
    }
}
