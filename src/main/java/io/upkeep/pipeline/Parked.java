package io.upkeep.pipeline;

/** The node is stopping: the run rests before its next step and is taken up again by the next owner. */
final class Parked extends RuntimeException implements EndsWithoutOutcome {

    private static final long serialVersionUID = 1L;

    Parked() {
        super("the node is stopping; the run rests before its next step");
    }
}
