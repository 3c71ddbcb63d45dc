package io.upkeep.pipeline.lint;

import io.upkeep.text.NearName;
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

    static final Check ELSEWHERE = new Check(
            "undo-elsewhere",
            "A step is named `undo-…` in a rollback route only.",
            "In the pipeline itself it runs each time, whatever its name says.",
            "- step: {id: undo-deploy, steps: [ … ]}   # in the pipeline",
            "- step: {id: remove-old-version, steps: [ … ]}");

    @Override
    public List<Check> checks() {
        return List.of(UNDO, ELSEWHERE);
    }

    private static final String PREFIX = "undo-";

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> elsewhere = files.reach(files.pipelines().toList()).stream()
                .flatMap(route -> route.steps()
                        .filter(step -> step.value().text("id").startsWith(PREFIX))
                        .map(step -> ELSEWHERE.at(
                                route,
                                step.value().get("id").orElse(step.key()),
                                "step '%s' is part of the pipeline, not of its rollback route"
                                        .formatted(step.value().text("id")),
                                "name it after what it does, or move it to the rollback route")));
        return Stream.concat(elsewhere, inRollbacks(files));
    }

    private static Stream<Finding> inRollbacks(RouteFiles files) {
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
