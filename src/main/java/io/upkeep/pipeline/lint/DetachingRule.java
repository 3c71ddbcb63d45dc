package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Nothing in a run leaves it, and no message decides where a route sends. */
final class DetachingRule implements Rule {

    static final Check DETACHED = new Check(
            "detached-work",
            "Nothing in a run leaves it: no `wireTap`, `threads`, `aggregate`, `resequence`, `saga`, "
                    + "`onCompletion`, no delay or throttle that goes on elsewhere, no `split` or `multicast` with a "
                    + "`timeout`.",
            "What leaves the run is not journalled: its failure is lost, and a crash repeats or forgets it.",
            "- wireTap: {uri: \"direct:tell\"}",
            "- step: {id: tell, steps: [{to: \"direct:tell\"}]}");
    static final Check QUEUE = new Check(
            "memory-queue",
            "A run hands nothing to `seda:`, `vm:` or `disruptor:`.",
            "They are queues in memory; a crash empties them.",
            "- to: seda:deploy",
            "- to: direct:deploy");
    static final Check DYNAMIC = new Check(
            "dynamic-address",
            "No message decides where a route sends: no `toD`, `recipientList`, `routingSlip`, `dynamicRouter`, "
                    + "no `enrich` or `pollEnrich` with an expression.",
            "Whoever can send a message could make Upkeep talk to any system with any option.",
            "- toD: \"http://${header.host}/restart\"",
            "- choice: {when: [{simple: \"${variable.site} == 'www'\", steps: [{to: "
                    + "\"http://www.example.org/restart\"}]}]}");

    @Override
    public List<Check> checks() {
        return List.of(DETACHED, QUEUE, DYNAMIC);
    }

    private static final String FIX = "put the work into a step of the pipeline; undo it in the rollback route";
    private static final Map<String, String> DETACHING = Map.of(
            "wireTap", "goes on without the run: its failure is lost and a crash repeats it",
            "threads", "goes on in another thread, out of the journal's sight",
            "aggregate", "ends the run's exchange and begins another",
            "resequence", "holds exchanges back in memory",
            "onCompletion", "goes on after the run's exchange has ended",
            "saga", "reorders the steps around it and completes when a failure was handled");
    private static final Set<String> ADDRESSING = Set.of("toD", "recipientList", "routingSlip", "dynamicRouter");
    private static final Set<String> QUEUES = Set.of("seda", "vm", "disruptor", "disruptor-vm");

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> inRuns =
                files.partsOfRuns().stream().flatMap(route -> Stream.concat(detaching(route), queues(route)));
        Stream<Finding> besideRuns = files.partsOfRuns().stream()
                .map(Route::file)
                .distinct()
                .flatMap(file -> file.others()
                        .filter(part -> DETACHING.containsKey(part.name()))
                        .map(part -> DETACHED.at(
                                file,
                                part.key(),
                                "'%s' in a file with a pipeline %s".formatted(part.name(), DETACHING.get(part.name())),
                                FIX)));
        return Stream.concat(
                Stream.concat(inRuns, besideRuns), files.everything().flatMap(DetachingRule::dynamic));
    }

    private static Stream<Finding> detaching(Route route) {
        return route.eips().stream()
                .filter(DetachingRule::isDetaching)
                .map(eip -> DETACHED.at(
                        route,
                        eip.key(),
                        "'%s' in a pipeline %s"
                                .formatted(
                                        eip.name(),
                                        DETACHING.getOrDefault(
                                                eip.name(), "leaves work behind that goes on without the run")),
                        FIX));
    }

    private static boolean isDetaching(Eip eip) {
        boolean elsewhere = eip.value().text("asyncDelayed").equals("true");
        boolean abandoned = Set.of("split", "multicast").contains(eip.name())
                && eip.value().get("timeout").isPresent();
        return DETACHING.containsKey(eip.name()) || elsewhere || abandoned;
    }

    private static boolean isDynamic(Eip eip) {
        boolean computed = Set.of("enrich", "pollEnrich", "poll").contains(eip.name())
                && eip.endpoint().isEmpty()
                && eip.value().get("expression", "constant").isEmpty()
                && eip.value().get("constant").isEmpty();
        return ADDRESSING.contains(eip.name()) || computed;
    }

    private static Stream<Finding> queues(Route route) {
        return route.endpoints()
                .filter(use -> QUEUES.contains(use.scheme()))
                .map(use -> QUEUE.at(
                        route,
                        use.place(),
                        "%s in a pipeline hands over to a queue in memory that a crash empties"
                                .formatted(use.address()),
                        "write direct:%s".formatted(use.rest())));
    }

    private static Stream<Finding> dynamic(Route route) {
        return route.eips().stream()
                .filter(eip -> isDynamic(eip))
                .map(eip -> DYNAMIC.at(
                        route,
                        eip.key(),
                        "'%s' lets a message decide where the route sends".formatted(eip.name()),
                        "write to: with a fixed URI, or choice: with one to: per case"));
    }
}
