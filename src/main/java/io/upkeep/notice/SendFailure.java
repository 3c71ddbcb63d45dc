package io.upkeep.notice;

import java.time.Duration;

/** Why a notice did not arrive. */
sealed interface SendFailure {

    /** For the log and the notice's row. */
    String message();

    /**
     * The receiver could not be reached or has too much to do: not this notice's fault.
     *
     * @param retryAfter how long it asks us to wait; null when it does not say
     */
    record Unreachable(String message, Duration retryAfter) implements SendFailure {}

    /** The receiver does not want this notice. */
    record Refused(String message) implements SendFailure {}
}
