package io.upkeep.pipeline;

/** Admission, asked again, says that the run must not go on: such as because its window closed and its pipeline stops then. */
final class MustStop extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MustStop(String message) {
        super(message);
    }
}
