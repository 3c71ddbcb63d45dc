package io.upkeep.event;

/** Decides which node sends the outbox: at most one at a time. */
interface SenderTurn {

    /** Whether this node is the sender now. */
    boolean isOurs();
}
