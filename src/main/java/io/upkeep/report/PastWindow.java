package io.upkeep.report;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * An opening of a maintenance window.
 *
 * @param opens as agreed
 * @param agreedEnd as agreed before it opened; an extension does not change it
 * @param endedAt null while it is open
 */
public record PastWindow(
        UUID id,
        String name,
        String state,
        String reason,
        Instant opens,
        Instant agreedEnd,
        Instant startedAt,
        Instant endedAt) {

    Span agreed() {
        return new Span(opens, agreedEnd);
    }

    /** How much longer it took than agreed; nothing when it did not. */
    Duration overrun(Instant now) {
        Duration over = Duration.between(agreedEnd, endedAt == null ? now : endedAt);
        return over.isNegative() ? Duration.ZERO : over;
    }
}
