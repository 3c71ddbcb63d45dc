package io.upkeep.report;

import java.time.Instant;
import java.util.UUID;

/**
 * The review of a window that was held.
 *
 * @param occurrence the opening it is about
 * @param completedBy the person who wrote it; null while nobody has
 * @param findings what they found; null before
 * @param actions what follows from it; null before
 */
public record Review(
        UUID id,
        UUID occurrence,
        String window,
        Instant openedAt,
        Instant dueAt,
        Gathered gathered,
        Instant completedAt,
        String completedBy,
        String findings,
        String actions) {

    boolean isOverdue(Instant now) {
        return completedAt == null && dueAt.isBefore(now);
    }
}
