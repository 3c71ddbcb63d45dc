package io.upkeep;

import io.upkeep.pipeline.Pipeline;
import io.upkeep.pipeline.PipelineCatalog;
import io.upkeep.report.PipelineKinds;
import io.upkeep.target.Inventory;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Tells reports about the pipelines in the catalog. */
@Component
class ChangingPipelines implements PipelineKinds {

    private final PipelineCatalog catalog;
    private final Inventory inventory;

    ChangingPipelines(PipelineCatalog catalog, Inventory inventory) {
        this.catalog = catalog;
        this.inventory = inventory;
    }

    @Override
    public List<Kind> all() {
        return catalog.all().stream().flatMap(this::kinds).toList();
    }

    private Stream<Kind> kinds(Pipeline pipeline) {
        return pipeline.targets().combinations().stream()
                .map(inputs -> new Kind(
                        pipeline.name(),
                        inputs,
                        pipeline.impactOn(inputs, inventory).word(),
                        isChange(pipeline)));
    }

    /** Checks, backups and papers have a way back, too; what changes the system locks it. */
    private static boolean isChange(Pipeline pipeline) {
        return pipeline.rollback() != null && pipeline.impact() != Pipeline.Impact.NO_IMPACT;
    }
}
