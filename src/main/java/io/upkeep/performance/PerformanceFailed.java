package io.upkeep.performance;

/** A server could not be looked at or tuned, or tuning made it slower; the message says which and why. */
public final class PerformanceFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PerformanceFailed(String message) {
        super(message);
    }

    PerformanceFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
