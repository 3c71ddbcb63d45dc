package io.upkeep.pipeline.lint;

import io.upkeep.text.NearName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whoever calls {@code direct:x} or requests {@code maintenance:x} finds it. */
final class CalledRouteRule implements Rule {

    static final Check CALL = new Check(
            "call-unknown",
            "Whoever calls `direct:x` or requests `maintenance:x` finds a route that starts there.",
            "Camel refuses the first message, in the middle of a run.",
            "- to: direct:restor",
            "- to: direct:restore");

    @Override
    public List<Check> checks() {
        return List.of(CALL);
    }

    private static final Set<String> CALLS = Set.of("direct", "maintenance");

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> !use.consuming() && CALLS.contains(use.scheme()))
                        .filter(use -> !use.address().contains("{"))
                        .filter(use -> files.calledBy(use).isEmpty())
                        .map(use -> finding(files, route, use)));
    }

    private static Finding finding(RouteFiles files, Route route, EndpointUse use) {
        List<String> known = files.routes()
                .map(other -> other.from().address())
                .filter(address -> address.startsWith(use.scheme() + ":"))
                .toList();
        return CALL.at(
                route,
                use.place(),
                "no route starts at %s".formatted(use.address()),
                NearName.of(use.address(), known)
                        .map(near -> "write " + near)
                        .orElse("add a route with from: {uri: " + use.address() + "}"));
    }
}
