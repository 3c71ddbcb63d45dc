package io.upkeep.web;

/** This node is starting or ending: which pipelines there are is not known. */
final class RoutesNotRunning extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RoutesNotRunning() {
        super("this node is starting or ending, and its routes do not run; ask again in a second, or another node");
    }
}
