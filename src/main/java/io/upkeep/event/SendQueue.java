package io.upkeep.event;

import java.util.List;

/** The outbox as its sender sees it. */
interface SendQueue {

    /**
     * The oldest events that are not marked, in order, none left out: whoever sends them in this order and marks them when
     * all are acknowledged never lets an event overtake an earlier one of its key.
     */
    List<Outgoing> oldest(int limit);

    /** Marks all events of one answer of {@link #oldest} as acknowledged. */
    void markSent(List<Outgoing> events);
}
