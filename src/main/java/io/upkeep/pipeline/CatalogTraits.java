package io.upkeep.pipeline;

import io.upkeep.notice.PipelineTraits;
import org.springframework.stereotype.Component;

/** Tells notices about the pipelines in the catalog. */
@Component
class CatalogTraits implements PipelineTraits {

    private final PipelineCatalog catalog;

    CatalogTraits(PipelineCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Traits of(String pipeline) {
        return catalog.find(pipeline)
                .map(found -> new Traits(found.impact().name().replace('_', '-'), found.stakeholders()))
                .orElse(Traits.UNKNOWN);
    }
}
