package io.upkeep.window;

import java.time.Instant;
import java.util.UUID;

/**
 * A freeze that a person added.
 *
 * @param freeze what holds; its times are from and until
 * @param addedBy who added it
 */
public record AddedFreeze(UUID id, Freeze freeze, Instant from, Instant until, String addedBy) {}
