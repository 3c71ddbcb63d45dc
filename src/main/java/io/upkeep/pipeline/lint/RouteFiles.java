package io.upkeep.pipeline.lint;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All route files of a directory, read. */
final class RouteFiles {

    private final Path directory;
    private final List<RouteFile> all;
    private final List<Route> routes;
    private final List<Route> policies;
    private final Map<String, Route> starts = new HashMap<>();

    RouteFiles(Path directory, List<RouteFile> all) {
        this.directory = directory;
        this.all = List.copyOf(all);
        this.routes = all.stream().flatMap(file -> file.routes().stream()).toList();
        this.policies = all.stream().flatMap(RouteFile::policies).toList();
        for (Route route : routes) {
            if (route.kind() == Route.Kind.KAMELET) {
                starts.putIfAbsent("kamelet:" + route.id(), route);
            } else if (route.kind() == Route.Kind.ROUTE) {
                starts.putIfAbsent(route.from().address(), route);
            }
        }
    }

    Path directory() {
        return directory;
    }

    List<RouteFile> all() {
        return all;
    }

    Stream<Route> routes() {
        return routes.stream();
    }

    /** Routes, kamelets and the policies beside them: everything that names endpoints. */
    Stream<Route> everything() {
        return Stream.concat(routes.stream(), policies.stream());
    }

    Stream<Route> pipelines() {
        return routes().filter(Route::isPipeline);
    }

    /** The route that starts at {@code direct:x} or {@code maintenance:x}, or the kamelet that {@code kamelet:x} names. */
    Optional<Route> calledBy(EndpointUse use) {
        String name = use.rest().replaceFirst("/.*", "");
        return Optional.ofNullable(starts.get(use.scheme().equals("kamelet") ? "kamelet:" + name : use.address()));
    }

    /** The route that a pipeline names as its error channel. */
    Optional<Route> rollbackOf(Route pipeline) {
        return pipeline.from().value("rollback").flatMap(uri -> Optional.ofNullable(starts.get(uri)));
    }

    /** Where the phases of a run begin: pipelines and their rollback routes. */
    List<Route> startsOfRuns() {
        return pipelines()
                .flatMap(pipeline -> Stream.concat(Stream.of(pipeline), rollbackOf(pipeline).stream()))
                .distinct()
                .toList();
    }

    /** Every route that runs as part of a run: pipelines, rollback routes, and the direct routes and kamelets they call. */
    Collection<Route> partsOfRuns() {
        return reach(startsOfRuns());
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
