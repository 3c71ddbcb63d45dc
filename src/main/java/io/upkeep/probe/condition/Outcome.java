package io.upkeep.probe.condition;

/**
 * How a condition came out.
 *
 * @param reason the condition with the value that was met: {@code [STATUS] (503) == 200}; one printable line, bounded
 */
public record Outcome(boolean met, String reason) {}
