package io.upkeep.pipeline;

/** Marks a failure after which nobody knows whether the work it was about has ended. */
public interface UnknownEnd {}
