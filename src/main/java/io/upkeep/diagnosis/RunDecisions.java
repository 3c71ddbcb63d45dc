package io.upkeep.diagnosis;

import java.util.UUID;

/** What may be decided about runs; the engine does it. */
public interface RunDecisions {

    /** Goes on with a run that asks for a person. */
    void resume(UUID run, String by);

    /** Gives back the lock of a run that is over; false when there is none. */
    boolean clear(String lock);

    /**
     * Asks for a run of troubleshooting.
     *
     * @param requestId two requests with the same id are one; null for always a new one
     * @return the run's id
     */
    UUID troubleshoot(Wanted wanted, String by, String requestId);

    /**
     * What is to be looked into; empty texts where nothing is known.
     *
     * @param tried ids of remedies that did not help, with spaces between them
     */
    record Wanted(IssueType type, String details, String incident, String run, String target, String tried) {}
}
