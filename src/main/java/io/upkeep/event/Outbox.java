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

    /**
     * Of the oldest {@code window} waiting events the first of each key, in order. Who sends these, waits for the
     * acknowledgement, marks them and asks again never lets an event overtake an earlier one of its key.
     */
    List<Waiting> firstOfEachKey(int window);

    /** An event and its place in the outbox. */
    record Waiting(long id, Event event) {}

    /** Marks events as acknowledged by the receiver. */
    void markSent(List<Long> ids);

    /** How many wait. */
    long backlog();
}
