package io.upkeep.report;

import java.time.Instant;

/** One value that a probe measured. */
public record Measured(String target, Instant at, double value) {}
