package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.DeclaredOptions;
import io.upkeep.pipeline.Inputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pipeline declares about itself can be read by operators and by the engine. */
final class PipelineOptionsRule implements Rule {

    static final Check NAMED = new Check(
            "pipeline-name",
            "A pipeline's name is lower case words joined by hyphens.",
            "It is a key in the journal, in addresses and on the command line.",
            "uri: maintenance:Deploy_It",
            "uri: maintenance:deploy-it");
    static final Check DESCRIPTION = new Check(
            "pipeline-description",
            "A pipeline says what it does.",
            "People start it from a list; the name alone does not tell them what will happen.",
            "- route: {id: deploy, from: { … }}",
            "- route: {id: deploy, description: Deploy a version, from: { … }}");
    static final Check INPUTS = new Check(
            "pipeline-inputs",
            "`inputs` declares names, types, `!` for required, `=` for a default.",
            "Neither the start form nor the check of a request could be made of it.",
            "inputs: version:nmae!",
            "inputs: version:name!");
    static final Check VALUE = new Check(
            "pipeline-value",
            "`timeout`, `window`, `retries`, `backoff`, `stepTimeout`, `concurrency` and `backupWithin` can be read; windows are declared, and the roles of"
                    + " `approval` are those of people enough (compared where `application.yaml` is there).",
            "The route does not load.",
            "parameters: {retries: \"deploy=often\", approval: operations-led}",
            "parameters: {retries: \"deploy=3\", approval: operations-lead}");

    @Override
    public List<Check> checks() {
        return List.of(NAMED, DESCRIPTION, INPUTS, VALUE);
    }

    private final Components components;
    private final KnownProperties known;
    private final Optional<DeclaredNames> declared;

    /** @param declared empty: names are not compared */
    PipelineOptionsRule(Components components, KnownProperties known, Optional<DeclaredNames> declared) {
        this.components = components;
        this.known = known;
        this.declared = declared;
    }

    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.pipelines()
                .flatMap(pipeline -> Stream.concat(
                        Stream.of(name(pipeline), description(pipeline), inputs(pipeline))
                                .flatMap(Optional::stream),
                        values(pipeline)));
    }

    private Stream<Finding> values(Route pipeline) {
        Stream<Finding> unreadable = DeclaredOptions.checked().stream()
                .filter(option -> !isCheckedElsewhere(pipeline, option))
                .flatMap(option -> value(pipeline, option)
                        .flatMap(value -> DeclaredOptions.mistake(option, value))
                        .map(mistake -> VALUE.at(pipeline, pipeline.from().placeOf(option), mistake))
                        .stream());
        return Stream.concat(unreadable, declared.stream().flatMap(names -> unknownNames(pipeline, names)));
    }

    /** Has a check of its own, or is none of Camel's durations either, of which there are more: {@code 99}, {@code 1h30m}. */
    private boolean isCheckedElsewhere(Route pipeline, String option) {
        Map<String, String> invalid = components.validate(pipeline.from()).getInvalidDuration();
        return option.equals("inputs") || (invalid != null && invalid.containsKey(option));
    }

    private Stream<Finding> unknownNames(Route pipeline, DeclaredNames names) {
        Stream<Finding> windows = value(pipeline, "window")
                .filter(window -> DeclaredOptions.mistake("window", window).isEmpty())
                .flatMap(names::unknownWindow)
                .map(mistake -> VALUE.at(pipeline, pipeline.from().placeOf("window"), mistake))
                .stream();
        Stream<Finding> roles = value(pipeline, "approval")
                .flatMap(approval -> names.people().problem(DeclaredOptions.roles(approval)))
                .map(mistake -> VALUE.at(pipeline, pipeline.from().placeOf("approval"), mistake))
                .stream();
        return Stream.concat(windows, roles);
    }

    /** With placeholders filled; empty when one of them is known only when Upkeep starts. */
    private Optional<String> value(Route pipeline, String option) {
        return pipeline.from().value(option).flatMap(text -> Placeholder.filled(text, known));
    }

    private static Optional<Finding> name(Route pipeline) {
        EndpointUse from = pipeline.from();
        return from.rest().matches(NAME)
                ? Optional.empty()
                : Optional.of(NAMED.at(
                        pipeline,
                        from.place(),
                        "'%s' is not a pipeline's name".formatted(from.rest()),
                        "write lower case words joined by hyphens, as in maintenance:deploy-configuration"));
    }

    private static Optional<Finding> description(Route pipeline) {
        return pipeline.body().text("description").isBlank()
                ? Optional.of(DESCRIPTION.at(
                        pipeline,
                        pipeline.body(),
                        "the pipeline does not say what it does",
                        "add description: and one sentence for the operator who starts it"))
                : Optional.empty();
    }

    private static Optional<Finding> inputs(Route pipeline) {
        try {
            var unused = Inputs.parse(pipeline.from().value("inputs").orElse(""));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(INPUTS.at(pipeline, pipeline.from().placeOf("inputs"), e.getMessage()));
        }
    }
}
