package io.upkeep.pipeline.lint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every route has an id of its own: events, reload and the dashboard know it by that. */
final class RouteIdRule implements Rule {

    static final Check ID = new Check(
            "route-id",
            "Every route has an id.",
            "Events, reload and the dashboard know it by that.",
            "- route: {from: {uri: \"direct:a\", steps: [ … ]}}",
            "- route: {id: a, from: {uri: \"direct:a\", steps: [ … ]}}");
    static final Check TWICE = new Check(
            "route-id-twice",
            "A route id is there once, over all files, and no step has it, too.",
            "Camel keeps one of two routes with the same id; a route and a step of one name cannot be told apart "
                    + "where ids are shown.",
            "- route: {id: deploy, …}   # and in another file: - route: {id: deploy, …}",
            "- route: {id: deploy-api, …}");
    static final Check START = new Check(
            "start-twice",
            "One route starts at each `direct:x` and `maintenance:x`.",
            "Camel refuses the second one at start.",
            "from: {uri: \"direct:restore\"}   # twice",
            "from: {uri: \"direct:restore-cache\"}");

    @Override
    public List<Check> checks() {
        return List.of(ID, TWICE, START);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Map<String, Route> ids = new HashMap<>();
        Map<String, Route> starts = new HashMap<>();
        Stream<Finding> routes = files.routes().filter(route -> route.kind() != Route.Kind.KAMELET).toList().stream()
                .flatMap(route -> Stream.concat(id(route, ids), start(route, starts)))
                .toList()
                .stream();
        return Stream.concat(routes, files.partsOfRuns().stream().flatMap(route -> steps(route, ids)));
    }

    private static Stream<Finding> id(Route route, Map<String, Route> seen) {
        if (route.id().isEmpty()) {
            return Stream.of(ID.at(
                    route, route.body(), "the route has no id", "add id: and a name, as in id: deploy-configuration"));
        }
        Route first = seen.putIfAbsent(route.id(), route);
        Yaml place = route.body().get("id").orElse(route.body());
        return first == null
                ? Stream.empty()
                : Stream.of(TWICE.at(
                        route,
                        place,
                        "route id '%s' is taken by %s:%d"
                                .formatted(
                                        route.id(),
                                        first.file().name(),
                                        first.body().line()),
                        "choose another id"));
    }

    private static Stream<Finding> steps(Route route, Map<String, Route> ids) {
        return route.steps()
                .filter(step -> ids.containsKey(step.value().text("id")))
                .map(step -> TWICE.at(
                        route,
                        step.value().get("id").orElse(step.key()),
                        "step '%s' has the id of the route in %s:%d"
                                .formatted(
                                        step.value().text("id"),
                                        ids.get(step.value().text("id")).file().name(),
                                        ids.get(step.value().text("id")).body().line()),
                        "name the step after what it does, the route after the whole"));
    }

    private static Stream<Finding> start(Route route, Map<String, Route> seen) {
        EndpointUse from = route.from();
        if (!from.scheme().equals("direct") && !from.scheme().equals("maintenance")) {
            return Stream.empty();
        }
        Route first = seen.putIfAbsent(from.address(), route);
        return first == null
                ? Stream.empty()
                : Stream.of(START.at(
                        route,
                        from.place(),
                        "%s already starts a route in %s:%d"
                                .formatted(
                                        from.address(),
                                        first.file().name(),
                                        first.body().line()),
                        "choose another name after " + from.scheme() + ":"));
    }
}
