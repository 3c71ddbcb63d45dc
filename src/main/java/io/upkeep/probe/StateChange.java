package io.upkeep.probe;

import java.time.Instant;
import java.util.UUID;

/**
 * A probe's state that became another one and is told.
 *
 * @param id unique per change; that of its event
 * @param before the state that was told last
 * @param reason quotes what the target said
 */
public record StateChange(
        UUID id, String target, String probe, ProbeState before, ProbeState state, String reason, Instant at) {}
