package io.upkeep.run;

import java.time.Instant;
import java.util.UUID;

/**
 * What the outbox is to tell programs of a change; the journal numbers it and writes it with the change.
 *
 * @param type the event's type: {@code io.upkeep.run.started.v1}
 * @param data JSON, free of secrets
 */
public record RunFact(UUID id, String type, Instant time, String data) {}
