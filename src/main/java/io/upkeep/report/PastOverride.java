package io.upkeep.report;

import java.time.Instant;

/** A start that went past admission. */
public record PastOverride(
        String pipeline, String person, String reason, boolean breakGlass, Instant at, String reviewedBy) {}
