package io.upkeep.pipeline;

import io.upkeep.run.StepKey;
import java.util.HashSet;
import java.util.Set;

/**
 * A route's execution, and the steps that it is in. Camel ends a parallel {@code multicast} or {@code split} at its first
 * failure when told to ({@code stopOnException}), or when its aggregation fails, whatever the other branches are at: what
 * the run comes to, above all its undoing, has to wait for them.
 */
final class OpenSteps {

    private final Set<StepKey> open = new HashSet<>();
    private boolean isOver;

    /** @throws LeftBehind when the route has ended */
    synchronized void begin(StepKey key) {
        if (isOver) {
            throw new LeftBehind(key);
        }
        open.add(key);
    }

    synchronized void end(StepKey key) {
        open.remove(key);
        notifyAll();
    }

    /** The route has ended: no step begins any more. */
    synchronized void over() {
        isOver = true;
        notifyAll();
    }

    /**
     * Returns when the route and its last step have ended, whatever interrupts the thread: what ends steps is kept in
     * {@link RunAtWork}, and what the run came to is written next.
     */
    synchronized void awaitEnd() {
        while (!isOver || !open.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                // they were told to end as well, and do
            }
        }
        Thread.interrupted();
    }
}
