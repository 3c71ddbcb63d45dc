package io.upkeep.pipeline;

import io.upkeep.notice.PipelineTraits;
import io.upkeep.run.Run;
import io.upkeep.target.Inventory;
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
}
