package io.upkeep.pipeline;

/** The run's window closed, or a freeze began, and its pipeline says to stop then. */
final class WindowClosed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WindowClosed(String message) {
        super(message);
    }
}
