package io.upkeep.diagnosis;

import java.util.Set;
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

    /** The targets that runs of a pipeline in an environment change, by name; none of a pipeline that is not known any more. */
    Set<String> targets(String pipeline, String environment);

    /** Ends a proposal that nobody needs any more: a run that waits for a yes. One that was decided meanwhile stays as it is. */
    void withdraw(UUID run, String by);

    /** Ends an incident that a run shows to be over; one that ended meanwhile stays as it is. */
    void end(UUID incident, UUID run, String resolution);

    /**
     * What is to be looked into; empty texts where nothing is known.
     *
     * @param tried ids of remedies that did not help, with spaces between them
     */
    record Wanted(IssueType type, String details, String incident, String run, String target, String tried) {}
}
