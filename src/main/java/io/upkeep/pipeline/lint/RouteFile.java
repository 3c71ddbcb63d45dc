package io.upkeep.pipeline.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of routes, or one kamelet.
 *
 * @param name as shown in findings
 * @param root a list of routes and file-level parts, or a kamelet's map
 */
record RouteFile(String name, Yaml root) {

    boolean isKamelet() {
        return name.endsWith(".kamelet.yaml");
    }

    /** The routes, the body of a kamelet counting as one. */
    List<Route> routes() {
        if (isKamelet()) {
            return root.get("spec", "template").stream()
                    .map(template -> template.get("route").orElse(template))
                    .filter(body -> body.get("from").isPresent())
                    .map(body -> new Route(this, body, Route.Kind.KAMELET))
                    .toList();
        }
        List<Route> routes = new ArrayList<>();
        for (Yaml part : root.items()) {
            part.get("route")
                    .filter(body ->
                            body.get("from").isPresent()) // one that is not written yet is told of by the schema
                    .map(body -> new Route(this, body, Route.Kind.ROUTE))
                    .ifPresent(routes::add);
            part.get("from")
                    .map(from -> new Route(this, part, Route.Kind.ROUTE))
                    .ifPresent(routes::add);
            part.get("routeTemplate")
                    .filter(body -> body.get("from").isPresent())
                    .map(body -> new Route(this, body, Route.Kind.TEMPLATE))
                    .ifPresent(routes::add);
        }
        return routes;
    }

    /** The parts beside the routes, as routes that start nowhere. */
    Stream<Route> policies() {
        return others().map(part -> new Route(this, part.value(), Route.Kind.POLICY));
    }

    /** What stands beside the routes: onException, errorHandler, routeConfiguration, intercept and so on. */
    Stream<Yaml.Entry> others() {
        return root.items().stream()
                .flatMap(part -> part.entries().stream())
                .filter(part -> !List.of("route", "from", "routeTemplate").contains(part.name()));
    }
}
