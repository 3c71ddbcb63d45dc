package io.upkeep.event;

import java.util.List;

/**
 * Events that are true but perhaps not yet sent. {@link #append} joins the caller's transaction, so an event exists
 * exactly when what it tells is committed.
 */
public interface Outbox {

    /** Adds an event. */
    void append(Event event);

    /** The oldest waiting events, in order. */
    List<Waiting> waiting(int limit);

    /** An event and its place in the outbox. */
    record Waiting(long id, Event event) {}

    /** How many wait. */
    long backlog();
}
