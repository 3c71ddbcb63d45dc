package io.upkeep.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where incidents are kept. All methods join the caller's transaction. */
interface IncidentRecords {

    /** Adds it, or counts it in the unresolved one with its key. */
    Reported report(IncidentReport report, Instant now);

    /** The incident a report belongs to. */
    record Reported(Incident incident, boolean isNew) {}

    /** Moves it; empty when it is not in one of the states, or not there. */
    Optional<Incident> acknowledge(UUID id, String by, Instant now);

    /** Ends it; empty when it is over, or not there. */
    Optional<Incident> resolve(UUID id, String by, String resolution, Instant now);

    /** Adds a line to the timeline and returns its number. */
    int add(UUID id, String by, String what, String text, Instant now);

    Optional<Incident> find(UUID id);

    Optional<Incident> unresolved(String key);

    /** Newest first. */
    List<Incident> newest(boolean resolvedToo, int limit);

    /** In order. */
    List<Incident.Entry> timeline(UUID id);
}
