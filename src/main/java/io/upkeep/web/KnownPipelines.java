package io.upkeep.web;

import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.PipelineCatalog;
import io.upkeep.text.NamePattern;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Refuses names of pipelines that mean none: a freeze with a slip in a name would hold nothing back, and nobody would be told.
 * What is no name at all is refused by who reads the rest of the request.
 */
@Component
class KnownPipelines {

    private final PipelineCatalog catalog;

    KnownPipelines(PipelineCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Checks names as people write them; {@code deploy-*} stands for all that begin so.
     *
     * @throws InvalidRequest with the name that means no pipeline, and those there are
     */
    void require(List<String> names) {
        if (names != null) {
            names.stream()
                    .filter(name -> name != null && !isKnown(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new InvalidRequest(catalog.noneCalled(name));
                    });
        }
    }

    private boolean isKnown(String name) {
        return catalog.all().stream().anyMatch(pipeline -> NamePattern.matches(name, pipeline.name()));
    }
}
