package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.Inputs;
import java.util.List;
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

    @Override
    public List<Check> checks() {
        return List.of(NAMED, DESCRIPTION, INPUTS);
    }

    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.pipelines()
                .flatMap(pipeline -> Stream.of(name(pipeline), description(pipeline), inputs(pipeline))
                        .flatMap(Optional::stream));
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
