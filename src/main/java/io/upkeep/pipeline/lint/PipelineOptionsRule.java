package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.Inputs;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pipeline declares about itself can be read by operators and by the engine. */
final class PipelineOptionsRule implements Rule {

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
                : Optional.of(pipeline.finding(
                        from.place(),
                        "'%s' is not a pipeline's name".formatted(from.rest()),
                        "write lower case words joined by hyphens, as in maintenance:deploy-configuration"));
    }

    private static Optional<Finding> description(Route pipeline) {
        return pipeline.body().text("description").isBlank()
                ? Optional.of(pipeline.finding(
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
            return Optional.of(Finding.of(pipeline, pipeline.from().placeOf("inputs"), e.getMessage()));
        }
    }
}
