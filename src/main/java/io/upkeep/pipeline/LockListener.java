package io.upkeep.pipeline;

import java.time.Instant;

/** Hears of locks that one person gave back for another. Joins the caller's transaction. */
@FunctionalInterface
public interface LockListener {

    /**
     * A lock is gone that somebody else held.
     *
     * @param holder who held it, {@code person:ada}
     * @param reason why they did, hostile text
     * @param by who gave it back, {@code person:bob}
     */
    record Released(String target, String holder, Instant since, String reason, String by) {}

    /** Tells who held it. */
    void released(Released lock);
}
