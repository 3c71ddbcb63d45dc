package io.upkeep.pipeline.lint;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A pipeline that changes something can be undone: its rollback route is there and is journalled. */
final class RollbackRule implements Rule {

    private static final Set<String> CHANGING = Set.of("REDUCED-REDUNDANCY", "DEGRADED", "OUTAGE");

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.pipelines().flatMap(pipeline -> check(files, pipeline).stream());
    }

    private static Optional<Finding> check(RouteFiles files, Route pipeline) {
        EndpointUse from = pipeline.from();
        String rollback = from.value("rollback").orElse("");
        String impact = from.value("impact").orElse("NO-IMPACT");
        if (rollback.isEmpty()) {
            return !CHANGING.contains(impact)
                    ? Optional.empty()
                    : Optional.of(pipeline.finding(
                            from.placeOf("impact"),
                            "a pipeline with impact %s has no rollback route".formatted(impact),
                            "add rollback: direct:restore-… and a route that starts there"));
        }
        if (files.rollbackOf(pipeline).isEmpty()) {
            return Optional.of(pipeline.finding(
                    from.placeOf("rollback"),
                    "no route starts at the rollback '%s'".formatted(rollback),
                    "add a route with from: {uri: %s} to this file".formatted(rollback)));
        }
        return files.rollbackOf(pipeline)
                .filter(route -> route.steps().findAny().isEmpty())
                .map(route -> route.finding(
                        route.body(),
                        "the rollback route '%s' has no step, so nothing of it is journalled".formatted(route.id()),
                        "put what it does into steps: - step: {id: put-back, steps: […]}"));
    }
}
