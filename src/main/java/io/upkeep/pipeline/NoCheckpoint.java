package io.upkeep.pipeline;

/** What a step left in the exchange cannot be written down, so a replay could not restore it. */
final class NoCheckpoint extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoCheckpoint(String message) {
        super(message);
    }

    NoCheckpoint(String message, Throwable cause) {
        super(message, cause);
    }
}
