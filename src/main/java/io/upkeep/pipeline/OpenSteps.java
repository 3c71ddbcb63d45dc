package io.upkeep.pipeline;

import io.upkeep.run.StepKey;
import java.util.HashSet;
import java.util.Set;

/**
 * The steps that an execution of a route is in. Camel ends a parallel {@code multicast} or {@code split} at its first
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

    /** None begins any more; returns when the last has ended. */
    synchronized void awaitEnd() {
        isOver = true;
        boolean wasInterrupted = false;
        while (!open.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                wasInterrupted = true; // they were told to end as well, and do
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
