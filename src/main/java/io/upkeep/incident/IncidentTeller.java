package io.upkeep.incident;

/** Tells people of incidents. Its methods join the caller's transaction. */
public interface IncidentTeller {

    /** Whether this is a stakeholder, a person or a role of the estate. */
    boolean knows(String name);

    /**
     * Writes down that they are to be told.
     *
     * @param name a stakeholder, a person or a role
     * @param headline our own words, to follow the incident's title
     * @return how many of them can be reached
     */
    int tell(String name, Incident incident, String headline);
}
