package io.upkeep.pipeline.lint;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All route files of a directory, read. */
record RouteFiles(Path directory, List<RouteFile> all) {

    Stream<Route> routes() {
        return all.stream().flatMap(file -> file.routes().stream());
    }

    Stream<Route> pipelines() {
        return routes().filter(Route::isPipeline);
    }

    /** The route that starts at {@code direct:x} or {@code maintenance:x}, or the kamelet that {@code kamelet:x} names. */
    Optional<Route> calledBy(EndpointUse use) {
        String name = use.rest().replaceFirst("/.*", "");
        return routes().filter(route -> route.kind() == Route.Kind.KAMELET
                        ? use.scheme().equals("kamelet") && route.id().equals(name)
                        : route.kind() == Route.Kind.ROUTE
                                && route.from().address().equals(use.address()))
                .findFirst();
    }

    /** The route that a pipeline names as its error channel. */
    Optional<Route> rollbackOf(Route pipeline) {
        return pipeline.from()
                .value("rollback")
                .flatMap(uri -> routes().filter(route -> route.kind() == Route.Kind.ROUTE)
                        .filter(route -> route.from().address().equals(uri))
                        .findFirst());
    }

    /** Every route that runs as part of a run: pipelines, rollback routes, and the direct routes and kamelets they call. */
    Collection<Route> partsOfRuns() {
        return reach(pipelines()
                .flatMap(pipeline -> Stream.concat(Stream.of(pipeline), rollbackOf(pipeline).stream()))
                .toList());
    }

    /** These routes and every direct route and kamelet that they call, and those call. */
    Collection<Route> reach(Collection<Route> routes) {
        Set<Route> reached = new LinkedHashSet<>();
        Deque<Route> open = new ArrayDeque<>(routes);
        while (!open.isEmpty()) {
            Route route = open.pop();
            if (reached.add(route)) {
                route.endpoints()
                        .filter(use -> !use.consuming() && !use.scheme().equals("maintenance"))
                        .flatMap(use -> calledBy(use).stream())
                        .forEach(open::add);
            }
        }
        return reached;
    }
}
