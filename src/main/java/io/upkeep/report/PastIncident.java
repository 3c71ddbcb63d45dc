package io.upkeep.report;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that needed a person.
 *
 * @param run which it is about; null for none
 * @param resolvedAt null while it is not
 */
public record PastIncident(
        UUID id,
        String kind,
        String title,
        String state,
        UUID run,
        Instant openedAt,
        Instant resolvedAt,
        String resolution) {}
