package io.upkeep.pipeline.lint;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Every route has an id of its own: events, reload and the dashboard know it by that. */
final class RouteIdRule implements Rule {

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Map<String, Route> ids = new HashMap<>();
        Map<String, Route> starts = new HashMap<>();
        return files.routes().filter(route -> route.kind() != Route.Kind.KAMELET).toList().stream()
                .flatMap(route -> Stream.concat(id(route, ids), start(route, starts)));
    }

    private static Stream<Finding> id(Route route, Map<String, Route> seen) {
        if (route.id().isEmpty()) {
            return Stream.of(route.finding(
                    route.body(), "the route has no id", "add id: and a name, as in id: deploy-configuration"));
        }
        Route first = seen.putIfAbsent(route.id(), route);
        Yaml place = route.body().get("id").orElse(route.body());
        return first == null
                ? Stream.empty()
                : Stream.of(route.finding(
                        place,
                        "route id '%s' is taken by %s:%d"
                                .formatted(
                                        route.id(),
                                        first.file().name(),
                                        first.body().line()),
                        "choose another id"));
    }

    private static Stream<Finding> start(Route route, Map<String, Route> seen) {
        EndpointUse from = route.from();
        if (!from.scheme().equals("direct") && !from.scheme().equals("maintenance")) {
            return Stream.empty();
        }
        Route first = seen.putIfAbsent(from.address(), route);
        return first == null
                ? Stream.empty()
                : Stream.of(route.finding(
                        from.place(),
                        "%s already starts a route in %s:%d"
                                .formatted(
                                        from.address(),
                                        first.file().name(),
                                        first.body().line()),
                        "choose another name after " + from.scheme() + ":"));
    }
}
