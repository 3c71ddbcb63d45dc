package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rollback step {@code undo-deploy} undoes a step {@code deploy} that exists; otherwise it would never run. */
final class UndoRule implements Rule {

    static final Check UNDO = new Check(
            "undo-nothing",
            "In a rollback route, `undo-<step>` names a step of the pipeline.",
            "It runs only if that step had started, so it would never run.",
            "- step: {id: undo-deplyo, steps: [ … ]}",
            "- step: {id: undo-deploy, steps: [ … ]}");

    @Override
    public List<Check> checks() {
        return List.of(UNDO);
    }

    private static final String PREFIX = "undo-";

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.pipelines()
                .flatMap(pipeline -> files.rollbackOf(pipeline).stream())
                .distinct()
                .flatMap(rollback -> check(files, rollback));
    }

    private static Stream<Finding> check(RouteFiles files, Route rollback) {
        List<Route> users = files.pipelines()
                .filter(pipeline ->
                        files.rollbackOf(pipeline).filter(rollback::equals).isPresent())
                .toList();
        Set<String> known = files.reach(users).stream()
                .flatMap(Route::steps)
                .map(step -> step.value().text("id"))
                .collect(Collectors.toSet());
        return files.reach(List.of(rollback)).stream().flatMap(route -> undone(route, known));
    }

    private static Stream<Finding> undone(Route rollback, Set<String> known) {
        return rollback.steps()
                .filter(step -> step.value().text("id").startsWith(PREFIX))
                .filter(step -> !known.contains(undone(step)))
                .map(step -> UNDO.at(
                        rollback,
                        step.value().get("id").orElse(step.key()),
                        "'%s' undoes no step: there is no '%s'".formatted(PREFIX + undone(step), undone(step)),
                        NearName.of(undone(step), known)
                                .map(near -> "write " + PREFIX + near)
                                .orElse("name one of: "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()))));
    }

    private static String undone(Eip step) {
        return step.value().text("id").substring(PREFIX.length());
    }
}
