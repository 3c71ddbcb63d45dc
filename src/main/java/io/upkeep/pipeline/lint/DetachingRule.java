package io.upkeep.pipeline.lint;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Nothing in a run leaves it, and no message decides where a route sends. */
final class DetachingRule implements Rule {

    private static final Map<String, String> DETACHING = Map.of(
            "wireTap", "goes on without the run: its failure is lost and a crash repeats it",
            "threads", "goes on in another thread, out of the journal's sight",
            "aggregate", "ends the run's exchange and begins another",
            "resequence", "holds exchanges back in memory",
            "saga", "reorders the steps around it and completes when a failure was handled");
    private static final Set<String> DYNAMIC = Set.of("toD", "recipientList", "routingSlip", "dynamicRouter");
    private static final Set<String> QUEUES = Set.of("seda", "vm", "disruptor", "disruptor-vm");

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> inRuns =
                files.partsOfRuns().stream().flatMap(route -> Stream.concat(detaching(route), queues(route)));
        return Stream.concat(inRuns, files.routes().flatMap(DetachingRule::dynamic));
    }

    private static Stream<Finding> detaching(Route route) {
        return route.eips().stream()
                .filter(eip -> DETACHING.containsKey(eip.name()))
                .map(eip -> route.finding(
                        eip.key(),
                        "'%s' in a pipeline %s".formatted(eip.name(), DETACHING.get(eip.name())),
                        "put the work into a step of the pipeline; undo it in the rollback route"));
    }

    private static Stream<Finding> queues(Route route) {
        return route.endpoints()
                .filter(use -> QUEUES.contains(use.scheme()))
                .map(use -> route.finding(
                        use.place(),
                        "%s in a pipeline hands over to a queue in memory that a crash empties"
                                .formatted(use.address()),
                        "write direct:%s".formatted(use.rest())));
    }

    private static Stream<Finding> dynamic(Route route) {
        return route.eips().stream()
                .filter(eip -> DYNAMIC.contains(eip.name()))
                .map(eip -> route.finding(
                        eip.key(),
                        "'%s' lets a message decide where the route sends".formatted(eip.name()),
                        "write to: with a fixed URI, or choice: with one to: per case"));
    }
}
