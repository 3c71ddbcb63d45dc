package io.upkeep.pipeline;

import io.upkeep.notice.PipelineTraits;
import io.upkeep.run.Run;
import io.upkeep.target.Inventory;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells notices about the pipelines in the catalog. */
@Component
class CatalogTraits implements PipelineTraits {

    private final PipelineCatalog catalog;
    private final Inventory inventory;

    CatalogTraits(PipelineCatalog catalog, Inventory inventory) {
        this.catalog = catalog;
        this.inventory = inventory;
    }

    @Override
    public Traits of(String pipeline) {
        return catalog.find(pipeline)
                .map(found -> new Traits(found.impact().word(), found.stakeholders()))
                .orElse(Traits.UNKNOWN);
    }

    @Override
    public Traits of(Run run) {
        return catalog.find(run.pipeline())
                .map(found ->
                        new Traits(found.impactOn(run.parameters(), inventory).word(), found.stakeholders()))
                .orElse(Traits.UNKNOWN);
    }

    @Override
    public Traits of(String pipeline, Map<String, String> inputs) {
        return catalog.find(pipeline)
                .map(found -> new Traits(impact(found, inputs).word(), found.stakeholders()))
                .orElse(Traits.UNKNOWN);
    }

    private Pipeline.Impact impact(Pipeline pipeline, Map<String, String> inputs) {
        try {
            return pipeline.impactOn(pipeline.inputs().complete(pipeline.name(), inputs), inventory);
        } catch (InvalidRequest e) {
            return pipeline.impact(); // they are refused when the time comes
        }
    }
}
