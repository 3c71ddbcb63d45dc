package io.upkeep.pipeline.lint;

import io.upkeep.text.NearName;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Options of a pipeline that name steps or other pipelines name ones that exist. */
final class StepNamesRule implements Rule {

    static final Check STEP = new Check(
            "step-unknown",
            "Options that name steps (`readOnly`, and `retries`, `backoff`, `stepTimeout` with `step=value`) name steps of the"
                    + " pipeline.",
            "The option would do nothing, and nobody would notice before it was needed.",
            "parameters: {readOnly: \"chekc\"}",
            "parameters: {readOnly: \"check\"}");
    static final Check PIPELINE = new Check(
            "pipeline-unknown",
            "`dependsOn` names pipelines that exist, and not the pipeline itself.",
            "The pipeline would wait for ever.",
            "parameters: {dependsOn: back-up-configurations}",
            "parameters: {dependsOn: back-up-configuration}");

    private static final List<String> PER_STEP = List.of("retries", "backoff", "stepTimeout");

    @Override
    public List<Check> checks() {
        return List.of(STEP, PIPELINE);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.pipelines().flatMap(pipeline -> Stream.concat(steps(files, pipeline), others(files, pipeline)));
    }

    /** The parts of a list such as {@code check, verify}. */
    static List<String> names(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    private static Stream<Finding> steps(RouteFiles files, Route pipeline) {
        EndpointUse from = pipeline.from();
        List<Route> phases = Stream.concat(Stream.of(pipeline), files.rollbackOf(pipeline).stream())
                .toList();
        Collection<String> known = phases.stream()
                .flatMap(phase -> Walk.through(files, phase).stream())
                .filter(visit -> visit.eip().name().equals("step"))
                .map(visit -> visit.eip().value().text("id"))
                .collect(Collectors.toCollection(TreeSet::new));
        Stream<Finding> readOnly = names(from.value("readOnly").orElse("")).stream()
                .filter(name -> !known.contains(name))
                .map(name -> unknown(pipeline, "readOnly", name, known));
        Stream<Finding> perStep = PER_STEP.stream()
                .flatMap(option -> names(from.value(option).orElse("")).stream()
                        .filter(part -> part.contains("="))
                        .map(part -> part.substring(0, part.indexOf('=')).strip())
                        .filter(name -> !known.contains(name))
                        .map(name -> unknown(pipeline, option, name, known)));
        return Stream.concat(readOnly, perStep);
    }

    private static Finding unknown(Route pipeline, String option, String name, Collection<String> known) {
        return STEP.at(
                pipeline,
                pipeline.from().placeOf(option),
                "%s: the pipeline has no step '%s'".formatted(option, name),
                NearName.advice(name, known));
    }

    private static Stream<Finding> others(RouteFiles files, Route pipeline) {
        EndpointUse from = pipeline.from();
        List<String> known = files.pipelines()
                .filter(other -> !other.equals(pipeline))
                .map(other -> other.from().rest())
                .toList();
        return names(from.value("dependsOn").orElse("")).stream()
                .filter(name -> !known.contains(name))
                .map(name -> PIPELINE.at(
                        pipeline,
                        from.placeOf("dependsOn"),
                        name.equals(from.rest())
                                ? "dependsOn: '%s' cannot wait for itself".formatted(name)
                                : "dependsOn: there is no pipeline '%s'".formatted(name),
                        NearName.advice(name, known)));
    }
}
