package io.upkeep.incident;

import io.upkeep.incident.EscalationRules.Again;
import io.upkeep.incident.EscalationRules.Telling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who was told of incidents. All methods join the caller's transaction. */
interface EscalationRecords {

    /** Incidents that are not resolved, the oldest first. */
    List<UUID> lasting();

    /** The incident, which nobody else changes until the transaction ends; empty when another node holds it. */
    Optional<Incident> held(UUID id);

    Again again(UUID id);

    /** Writes down that it is told; false when it was told before. */
    boolean told(UUID id, Telling telling, Instant now);

    /** Adds a line to the timeline and returns its number. */
    int add(UUID id, String by, String what, String text, Instant now);
}
