package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.Inputs;
import io.upkeep.text.NearName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every variable that a run uses is one of the pipeline's inputs, one that the engine provides, or one that was set
 * before. A bean may leave its result in the variable that has the bean's own name.
 */
final class VariableRule implements Rule {

    static final Check UNDECLARED = new Check(
            "variable-undeclared",
            "A variable that is used (`${variable.x}`, `variable: x`, `env: x` and `only: x` of `fleet:`) is an input, is provided by the"
                    + " engine (`runId`, `pipeline`, `targets`; in a rollback route also `failedStep`, `failure`, `completedSteps`), or"
                    + " is set by `setVariable`, `variableReceive` or a bean of the same name.",
            "An unknown variable is empty: the step works with nothing instead of the value, or fails after others changed"
                    + " something.",
            "inputs: version:name!   # and later: ${variable.verison}",
            "inputs: version:name!   # and later: ${variable.version}");
    static final Check EARLY = new Check(
            "variable-early",
            "A variable is set before it is used.",
            "It is empty when it is used.",
            "- log: \"${variable.sum}\"\n- setVariable: {name: sum, constant: 1}",
            "- setVariable: {name: sum, constant: 1}\n- log: \"${variable.sum}\"");

    private static final Set<String> ENGINE = Set.of("runId", "pipeline", "targets");
    private static final Set<String> ROLLBACK = Set.of("failedStep", "failure", "completedSteps");

    @Override
    public List<Check> checks() {
        return List.of(UNDECLARED, EARLY);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.pipelines().flatMap(pipeline -> {
            Variables forward = Variables.of(files, pipeline);
            Set<String> given = new TreeSet<>(ENGINE);
            given.addAll(inputs(pipeline));
            Stream<Finding> run = findings(forward, given);
            given.addAll(forward.set().keySet());
            given.addAll(ROLLBACK);
            return Stream.concat(
                    run,
                    files.rollbackOf(pipeline).stream().flatMap(route -> findings(Variables.of(files, route), given)));
        });
    }

    private static List<String> inputs(Route pipeline) {
        try {
            return Inputs.parse(pipeline.from().value("inputs").orElse("")).all().stream()
                    .map(input -> input.name())
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(); // PipelineOptionsRule says so
        }
    }

    private static Stream<Finding> findings(Variables variables, Collection<String> given) {
        Set<String> known = new TreeSet<>(given);
        known.addAll(variables.set().keySet());
        List<Finding> findings = new ArrayList<>();
        variables.uses().stream().filter(use -> !given.contains(use.name())).forEach(use -> {
            Integer set = variables.set().get(use.name());
            if (set == null) {
                findings.add(UNDECLARED.at(
                        use.route(),
                        use.place(),
                        ROLLBACK.contains(use.name())
                                ? "the variable '%s' is there in a rollback route only".formatted(use.name())
                                : "nothing sets the variable '%s'".formatted(use.name()),
                        NearName.of(use.name(), known)
                                .map(near -> "write '" + near + "'")
                                .orElse("declare it in inputs:, or set it before with setVariable:")));
            } else if (use.order() < set) {
                findings.add(EARLY.at(
                        use.route(),
                        use.place(),
                        "the variable '%s' is used before it is set".formatted(use.name()),
                        "set it in an earlier step, or declare it in inputs:"));
            }
        });
        return findings.stream();
    }

    /** Which variables a walk uses and sets, in its order. */
    private record Variables(List<Use> uses, Map<String, Integer> set) {

        record Use(String name, Route route, Yaml place, int order) {}

        static Variables of(RouteFiles files, Route start) {
            Variables found = new Variables(new ArrayList<>(), new TreeMap<>());
            List<Walk.Visit> visits = Walk.through(files, start);
            VariableText.received(start.body().get("from").orElse(start.body()))
                    .forEach(name -> found.set.put(name, -1));
            for (int order = 0; order < visits.size(); order++) {
                Walk.Visit visit = visits.get(order);
                int here = order;
                VariableText.used(visit.eip())
                        .forEach(use -> found.uses.add(new Use(use.name(), visit.route(), use.place(), here)));
                VariableText.setBy(visit.eip()).stream()
                        .filter(Predicate.not(String::isBlank))
                        .forEach(name -> found.set.putIfAbsent(name, here));
            }
            return found;
        }
    }
}
