package io.upkeep.web;

import io.upkeep.pipeline.PipelineCatalog;

/** This node is starting or ending: which pipelines there are is not known. */
final class RoutesNotRunning extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Pages and programs are served a moment before the routes run: none is no answer then. */
    static void check(PipelineCatalog catalog) {
        if (!catalog.isComplete()) {
            throw new RoutesNotRunning();
        }
    }

    RoutesNotRunning() {
        super(
                "Upkeep is starting on this node, or ending, and its routes do not run; try again in a moment, or ask another node");
    }
}
