package io.upkeep.incident;

/** What cannot be done with an incident: says why. */
public final class IncidentRefused extends RuntimeException {

    /** The message is for people. */
    public IncidentRefused(String message) {
        super(message);
    }
}
