package io.upkeep;

import io.upkeep.pipeline.Pipeline;
import io.upkeep.pipeline.PipelineCatalog;
import io.upkeep.report.PipelineKinds;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Tells reports about the pipelines in the catalog. */
@Component
class ChangingPipelines implements PipelineKinds {

    private final PipelineCatalog catalog;

    ChangingPipelines(PipelineCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Map<String, Kind> all() {
        return catalog.all().stream()
                .collect(Collectors.toMap(
                        Pipeline::name,
                        pipeline -> new Kind(pipeline.impact().name().replace('_', '-'), pipeline.rollback() != null)));
    }
}
