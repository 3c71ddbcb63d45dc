package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A pipeline that changes something can be undone: its rollback route is there and is journalled. It changes something
 * when users notice it ({@code impact} other than NO-IMPACT), or when it says with {@code readOnly} which steps change
 * nothing and another one works on hosts.
 */
final class RollbackRule implements Rule {

    static final Check MISSING = new Check(
            "rollback-missing",
            "A pipeline that changes something names a rollback route. It does when its `impact` is not `NO-IMPACT`, or when"
                    + " it has `readOnly` and a step that is not in it runs `fleet:`.",
            "When a step fails there is no way back: the run stops half done and asks for a person.",
            "parameters: {impact: OUTAGE}",
            "parameters: {impact: OUTAGE, rollback: \"direct:restore-cache\"}");
    static final Check UNKNOWN = new Check(
            "rollback-unknown",
            "A route starts at the address that `rollback` names.",
            "Upkeep does not start, or a failed run finds nothing that undoes it.",
            "rollback: direct:restore-chache",
            "rollback: direct:restore-cache");
    static final Check EMPTY = new Check(
            "rollback-empty",
            "A rollback route has steps.",
            "Without steps nothing of it is journalled: a crash in its middle repeats it.",
            "- route: {id: restore, from: {uri: \"direct:restore\", steps: [{log: restored}]}}",
            "- route: {id: restore, from: {uri: \"direct:restore\", steps: [{step: {id: put-back, steps: [ … ]}}]}}");

    private static final Set<String> CHANGING = Set.of("REDUCED-REDUNDANCY", "DEGRADED", "OUTAGE");

    @Override
    public List<Check> checks() {
        return List.of(MISSING, UNKNOWN, EMPTY);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.pipelines().flatMap(pipeline -> check(files, pipeline).stream());
    }

    private static Optional<Finding> check(RouteFiles files, Route pipeline) {
        EndpointUse from = pipeline.from();
        String rollback = from.value("rollback").orElse("");
        if (rollback.isEmpty()) {
            return missing(files, pipeline);
        }
        if (files.rollbackOf(pipeline).isEmpty()) {
            return Optional.of(UNKNOWN.at(
                    pipeline,
                    from.placeOf("rollback"),
                    "no route starts at the rollback '%s'".formatted(rollback),
                    "add a route with from: {uri: %s} to this file".formatted(rollback)));
        }
        return files.rollbackOf(pipeline)
                .filter(route -> route.steps().findAny().isEmpty())
                .map(route -> EMPTY.at(
                        route,
                        route.body(),
                        "the rollback route '%s' has no step, so nothing of it is journalled".formatted(route.id()),
                        "put what it does into steps: - step: {id: put-back, steps: […]}"));
    }

    private static Optional<Finding> missing(RouteFiles files, Route pipeline) {
        EndpointUse from = pipeline.from();
        String impact = from.value("impact").orElse("NO-IMPACT");
        String fix = "add rollback: direct:restore-… and a route that starts there";
        if (CHANGING.contains(impact)) {
            return Optional.of(MISSING.at(
                    pipeline,
                    from.placeOf("impact"),
                    "a pipeline with impact %s has no rollback route".formatted(impact),
                    fix));
        }
        List<String> readOnly = StepNamesRule.names(from.value("readOnly").orElse(""));
        if (readOnly.isEmpty()) {
            return Optional.empty();
        }
        return Walk.through(files, pipeline).stream()
                .filter(visit -> visit.eip()
                        .endpoint()
                        .filter(use -> use.scheme().equals("fleet")
                                && use.value("facts").orElse("false").equals("false"))
                        .isPresent())
                .filter(visit -> Stream.of(visit.path().split("/")).noneMatch(readOnly::contains))
                .findFirst()
                .map(visit -> MISSING.at(
                        pipeline,
                        from.placeOf("readOnly"),
                        "step '%s' works on hosts and is not read-only, but there is no rollback route"
                                .formatted(visit.path()),
                        fix + ", or add the step to readOnly when it changes nothing"));
    }
}
