package io.upkeep;

import io.upkeep.document.DocumentRefused;
import io.upkeep.document.DocumentSource;
import io.upkeep.document.DocumentType;
import io.upkeep.pipeline.lint.PipelineOutline;
import io.upkeep.pipeline.lint.PipelineOutlines;
import io.upkeep.target.Inventory;
import io.upkeep.text.NearName;
import io.upkeep.text.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The procedure that a pipeline is, from its route as it is now. */
@Component
class ProcedureSource implements DocumentSource {

    private final Path routes;
    private final Inventory inventory;
    private final Environment settings;

    ProcedureSource(@Value("${upkeep.routes.directory}") Path routes, Inventory inventory, Environment settings) {
        this.settings = settings;
        this.routes = routes;
        this.inventory = inventory;
    }

    @Override
    public DocumentType type() {
        return DocumentType.PROCEDURE;
    }

    @Override
    public Draft write(String subject, String date) {
        List<PipelineOutline> there = PipelineOutlines.read(routes);
        PipelineOutline pipeline = there.stream()
                .filter(found -> found.name().equals(subject))
                .findFirst()
                .orElseThrow(() -> none(subject, there));
        List<String> gaps = new ArrayList<>();
        if (pipeline.description().isBlank()) {
            gaps.add("the pipeline does not say what it is for; add description: to its route in " + pipeline.file());
        }
        if (pipeline.steps().isEmpty()) {
            gaps.add("the pipeline has no steps; add them in " + pipeline.file());
        }
        return new Draft(
                pipeline.name(),
                "Procedure: " + pipeline.name().replace('-', ' '),
                ProcedureText.of(pipeline, inventory, this::filled),
                gaps);
    }

    private static DocumentRefused none(String subject, List<PipelineOutline> there) {
        if (subject.isEmpty()) {
            return new DocumentRefused("a procedure is of a pipeline; write subject=deploy-configuration");
        }
        String near = NearName.ofWords(
                        Shown.of(subject),
                        there.stream().map(PipelineOutline::name).toList())
                .map("did you mean %s? "::formatted)
                .orElse("");
        return new DocumentRefused(
                "no pipeline is called '%s'; %supkeep pipelines lists them".formatted(Shown.of(subject), near));
    }

    /** Routes write {@code {{name:default}}} for what Spring writes with a dollar. */
    private String filled(String text) {
        return settings.resolvePlaceholders(text.replace("{{", "${").replace("}}", "}"));
    }
}
