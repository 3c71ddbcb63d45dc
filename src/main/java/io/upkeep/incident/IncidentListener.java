package io.upkeep.incident;

/** Told of an incident that was opened, in the transaction that opens it: to write down who is to be told. */
public interface IncidentListener {

    /** It was opened; repeats are not told. */
    void opened(Incident incident, String text);
}
