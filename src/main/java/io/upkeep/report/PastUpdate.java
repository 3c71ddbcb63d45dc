package io.upkeep.report;

import java.time.Instant;

/** An update that was documented. */
public record PastUpdate(String pipeline, Instant at, String content) {}
