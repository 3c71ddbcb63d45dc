package io.upkeep.pipeline.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a run meets on its way through a route and everything that the route calls, in the order of the text. */
final class Walk {

    /** Far more than any real pipeline has; ends walks through routes that call each other in ever new ways. */
    private static final int LONGEST = 20_000;

    /** What is executed as part of the same run. */
    static final Set<String> CALLS = Set.of("direct", "kamelet");

    private final RouteFiles files;
    private final List<Visit> visits = new ArrayList<>();

    /**
     * One EIP on the way.
     *
     * @param path ids of all steps around it, those around the calls that led here included, joined by {@code /}
     * @param calls the calls that led here, outermost first
     * @param circle true when it calls a route that it is in
     */
    record Visit(Route route, Eip eip, String path, List<Visit> calls, boolean circle) {}

    private Walk(RouteFiles files) {
        this.files = files;
    }

    static List<Visit> through(RouteFiles files, Route start) {
        Walk walk = new Walk(files);
        walk.into(start, start, "", List.of());
        return walk.visits;
    }

    private void into(Route start, Route route, String outer, List<Visit> calls) {
        for (Eip eip : route.eips()) {
            if (visits.size() >= LONGEST) {
                return;
            }
            String path = outer.isEmpty() || eip.path().isEmpty() ? outer + eip.path() : outer + "/" + eip.path();
            Route called = called(eip).orElse(null);
            boolean circle = called != null
                    && (called.equals(start)
                            || called.equals(route)
                            || calls.stream().anyMatch(call -> called.equals(call.route())));
            Visit visit = new Visit(route, eip, path, calls, circle);
            visits.add(visit);
            if (called != null && !circle) {
                List<Visit> deeper = new ArrayList<>(calls);
                deeper.add(visit);
                into(start, called, path, deeper);
            }
        }
    }

    private Optional<Route> called(Eip eip) {
        return eip.endpoint().filter(use -> CALLS.contains(use.scheme())).flatMap(files::calledBy);
    }
}
