package io.upkeep.performance;

import java.time.Instant;

/** A value at a time. */
public record Point(Instant at, double value) {}
