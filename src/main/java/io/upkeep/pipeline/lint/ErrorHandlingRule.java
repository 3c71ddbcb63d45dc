package io.upkeep.pipeline.lint;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Only the engine decides what a failure of a run means; routes may redeliver, not hide it. */
final class ErrorHandlingRule implements Rule {

    static final Check HIDDEN = new Check(
            "failure-hidden",
            "In a pipeline and what it calls, error handling redelivers and nothing else: no `handled`, "
                    + "`continued`, `deadLetterChannel`.",
            "Only the engine decides what a failure means. Hidden from it, the run goes on or ends as succeeded, "
                    + "and the rollback route never runs.",
            "- onException: {exception: [java.lang.Exception], handled: {constant: \"true\"}}",
            "- onException: {exception: [java.lang.Exception], redeliveryPolicy: {maximumRedeliveries: 3}}");
    static final Check TRIED = new Check(
            "step-tried",
            "No step stands within `doTry`, nor in what is called there.",
            "A `doCatch` around a step would catch what the engine says to the route as well, such as that the run belongs to"
                    + " another node now, and the failure of a recorded step would count for nothing.",
            "- doTry: {steps: [{step: {id: ask, steps: [ … ]}}], doCatch: [ … ]}",
            "- step: {id: ask, steps: [{doTry: {steps: [ … ], doCatch: [ … ]}}]}");
    static final Check GLOBAL = new Check(
            "policy-for-all",
            "A `routeConfiguration` has an id.",
            "Without one it applies to every route, pipelines too.",
            "- routeConfiguration: {onException: [ … ]}",
            "- routeConfiguration: {id: try-again-later, onException: [ … ]}");

    @Override
    public List<Check> checks() {
        return List.of(HIDDEN, TRIED, GLOBAL);
    }

    private static final String FIX =
            "in a pipeline use redelivery only; handle failures in the rollback route that `rollback:` names";

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Collection<Route> parts = files.partsOfRuns();
        Stream<Finding> ofRoutes = parts.stream()
                .flatMap(route ->
                        route.body().get("errorHandler").stream().flatMap(handler -> hiding(route.file(), handler)));
        Stream<Finding> ofFiles = parts.stream()
                .map(Route::file)
                .distinct()
                .flatMap(file -> file.others()
                        .filter(other -> List.of("onException", "errorHandler").contains(other.name()))
                        .flatMap(other -> hiding(file, other.value())));
        return Stream.of(ofRoutes, ofFiles, tried(files, parts), configurations(files, parts))
                .flatMap(findings -> findings);
    }

    private static Stream<Finding> tried(RouteFiles files, Collection<Route> parts) {
        return parts.stream()
                .flatMap(route -> route.eips().stream()
                        .filter(eip -> eip.name().equals("doTry"))
                        .flatMap(tried -> Eip.under(tried.value()).stream())
                        .filter(eip -> leadsToStep(files, eip))
                        .distinct()
                        .map(eip -> TRIED.at(
                                route.file(),
                                eip.key(),
                                eip.name().equals("step")
                                        ? "step '%s' stands within doTry"
                                                .formatted(eip.value().text("id"))
                                        : "what this calls has steps, and stands within doTry",
                                "put the doTry into the step")));
    }

    private static boolean leadsToStep(RouteFiles files, Eip eip) {
        return eip.name().equals("step")
                || eip.endpoint().filter(use -> Walk.CALLS.contains(use.scheme())).flatMap(files::calledBy).stream()
                        .flatMap(called -> Walk.through(files, called).stream())
                        .anyMatch(visit -> visit.eip().name().equals("step"));
    }

    private static Stream<Finding> configurations(RouteFiles files, Collection<Route> parts) {
        List<String> used = parts.stream()
                .map(route -> route.body().text("routeConfigurationId"))
                .toList();
        return files.all().stream()
                .flatMap(file -> file.others()
                        .filter(other -> other.name().equals("routeConfiguration"))
                        .filter(other -> used.contains(other.value().text("id"))
                                || other.value().get("id").isEmpty())
                        .flatMap(other -> other.value().get("id").isPresent()
                                ? hiding(file, other.value())
                                : Stream.of(GLOBAL.at(
                                        file,
                                        other.key(),
                                        "a routeConfiguration without an id applies to every route, pipelines too",
                                        "add id: …, and name it as routeConfigurationId: in the routes it is for"))));
    }

    private static Stream<Finding> hiding(RouteFile file, Yaml yaml) {
        Stream<Finding> here = yaml.entries().stream()
                .filter(entry ->
                        List.of("handled", "continued", "deadLetterChannel").contains(entry.name()))
                .filter(entry -> !entry.value().text("constant").equals("false"))
                .map(entry -> HIDDEN.at(
                        file,
                        entry.key(),
                        "'%s' hides a failure from the run, which would go on or end as succeeded"
                                .formatted(entry.name()),
                        FIX));
        Stream<Finding> below = Stream.concat(yaml.entries().stream().map(Yaml.Entry::value), yaml.items().stream())
                .flatMap(child -> hiding(file, child));
        return Stream.concat(here, below);
    }
}
