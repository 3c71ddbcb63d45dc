package io.upkeep.report;

import java.time.Instant;
import java.util.UUID;

/**
 * A stored report without its contents.
 *
 * @param run that made it
 * @param isWritten whether its renderings are there
 */
public record Report(
        UUID id, PeriodType type, String period, int revision, UUID run, Instant createdAt, boolean isWritten) {}
