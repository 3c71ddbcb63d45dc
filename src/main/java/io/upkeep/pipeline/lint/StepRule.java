package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.lint.Walk.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The steps of pipelines and rollback routes can be journal keys: each has an id, once, and all I/O stands in one. */
final class StepRule implements Rule {

    static final Check ID = new Check(
            "step-id",
            "Every step has an id: lower case words joined by hyphens.",
            "Step ids are the journal's keys and stand in events, logs and on the dashboard.",
            "- step: {id: Two_2, steps: [ … ]}",
            "- step: {id: back-up-current, steps: [ … ]}");
    static final Check TWICE = new Check(
            "step-twice",
            "A step's path (the ids of the steps around it and its own) is there once in a run, the steps of called routes"
                    + " included.",
            "A finished step is never executed again: the second one would be taken for the first.",
            "- step: {id: check, steps: [{to: \"direct:ping\"}]}   # twice",
            "- step: {id: check-again, steps: [{to: \"direct:ping\"}]}");
    static final Check CALLED = new Check(
            "shared-call-twice",
            "A shared route or kamelet that has steps is called once per step.",
            "Both calls would write the same journal keys, and the second would be skipped.",
            "- step: {id: both, steps: [{to: \"direct:shared\"}, {to: \"direct:shared\"}]}",
            "- step: {id: first, steps: [{to: \"direct:shared\"}]}\n- step: {id: second, steps: [{to: \"direct:shared\"}]}");
    static final Check OUTSIDE = new Check(
            "outside-step",
            "All I/O and every call of a shared route or kamelet stands in a step.",
            "What stands outside is not journalled: after a crash it would be done again.",
            "- to: {uri: \"fleet:label:api\", parameters: {script: restart.sh}}",
            "- step: {id: restart, steps: [{to: {uri: \"fleet:label:api\", parameters: {script: restart.sh}}}]}");
    static final Check CIRCLE = new Check(
            "call-circle",
            "No route of a run calls itself, directly or through others.",
            "The run would never end, and the same steps would come again.",
            "- route: {id: a, from: {uri: \"direct:a\", steps: [{to: \"direct:a\"}]}}",
            "- loop: {constant: 3, steps: [ … ]}");

    private static final String SHAPE = "[a-z0-9]+(-[a-z0-9]+)*";
    private static final Set<String> HARMLESS = Set.of("log", "mock");

    @Override
    public List<Check> checks() {
        return List.of(ID, TWICE, CALLED, OUTSIDE, CIRCLE);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> ids = files.partsOfRuns().stream().flatMap(StepRule::ids);
        Stream<Finding> walks = files.startsOfRuns().stream().flatMap(start -> {
            List<Visit> visits = Walk.through(files, start);
            return Stream.of(paths(visits), circles(visits), outside(start)).flatMap(findings -> findings);
        });
        return Stream.concat(ids, walks);
    }

    private static Stream<Finding> ids(Route route) {
        return route.steps()
                .filter(step -> !step.value().text("id").matches(SHAPE))
                .map(step -> step.value().text("id").isEmpty()
                        ? ID.at(
                                route,
                                step.key(),
                                "the step has no id",
                                "add id: and a verb, as in id: back-up-current")
                        : ID.at(
                                route,
                                step.value().get("id").orElse(step.key()),
                                "step id '%s' is not a journal key"
                                        .formatted(step.value().text("id")),
                                "use lower case words joined by hyphens, as in back-up-current"));
    }

    private static Stream<Finding> paths(List<Visit> visits) {
        Map<String, Visit> seen = new HashMap<>();
        return visits.stream()
                .filter(visit -> visit.eip().name().equals("step")
                        && !visit.eip().value().text("id").isEmpty())
                .flatMap(visit -> Optional.ofNullable(seen.putIfAbsent(visit.path(), visit)).stream()
                        .map(first -> repeated(first, visit)))
                .toList()
                .stream();
    }

    /** Blames the call that brings the step a second time; the step itself when no call does. */
    private static Finding repeated(Visit first, Visit again) {
        int depth = 0;
        while (depth < Math.min(first.calls().size(), again.calls().size())
                && first.calls().get(depth).equals(again.calls().get(depth))) {
            depth++;
        }
        if (depth == again.calls().size()) {
            return TWICE.at(
                    again.route(),
                    again.eip().value().get("id").orElse(again.eip().key()),
                    "step '%s' is there twice (first in line %d)".formatted(again.path(), line(first, depth)),
                    "give each its own id: a finished step is never executed again");
        }
        Visit call = again.calls().get(depth);
        EndpointUse use = call.eip().endpoint().orElseThrow();
        boolean same = depth < first.calls().size()
                && address(first.calls().get(depth)).equals(use.address());
        return same
                ? CALLED.at(
                        call.route(),
                        use.place(),
                        "%s is called twice in one step (first in line %d)"
                                .formatted(use.address(), line(first, depth)),
                        "put each call into a step of its own")
                : TWICE.at(
                        call.route(),
                        use.place(),
                        "%s brings step '%s', which is there already (line %d)"
                                .formatted(use.address(), again.path(), line(first, depth)),
                        "put the call into a step of its own, or rename one of the steps");
    }

    private static String address(Visit call) {
        return call.eip().endpoint().map(EndpointUse::address).orElse("");
    }

    private static int line(Visit visit, int depth) {
        Eip eip = depth < visit.calls().size() ? visit.calls().get(depth).eip() : visit.eip();
        return eip.endpoint().map(EndpointUse::place).orElse(eip.key()).line();
    }

    private static Stream<Finding> circles(List<Visit> visits) {
        return visits.stream().filter(Visit::circle).map(visit -> {
            EndpointUse use = visit.eip().endpoint().orElseThrow();
            return CIRCLE.at(
                    visit.route(),
                    use.place(),
                    "%s leads back to itself".formatted(use.address()),
                    "use loop: or split: to repeat work, each pass has its own journal keys");
        });
    }

    private static Stream<Finding> outside(Route route) {
        return route.eips().stream()
                .filter(eip -> !eip.inStep())
                .flatMap(eip -> eip.endpoint().stream())
                .filter(use -> !HARMLESS.contains(use.scheme()))
                .map(use -> OUTSIDE.at(
                        route,
                        use.place(),
                        "%s stands outside any step, so it would be done again after a crash".formatted(use.address()),
                        "put it into a step: - step: {id: …, steps: [ … ]}"));
    }
}
