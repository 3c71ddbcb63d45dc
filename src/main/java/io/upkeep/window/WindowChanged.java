package io.upkeep.window;

/** Told inside the process once a change of a window or freeze is committed: what waits for it may look again. */
public record WindowChanged() {}
