package io.upkeep.fleet;

import java.time.Duration;

/** An instant on the monotonic clock by which something must have ended. */
record Deadline(Duration allowed, long endNanos) {

    static Deadline in(Duration allowed) {
        return new Deadline(allowed, System.nanoTime() + allowed.toNanos());
    }

    /** What is left, never less than one millisecond so that it can be waited for. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000L, endNanos - System.nanoTime()));
    }

    boolean passed() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** The shorter of what is left and a limit of its own. */
    Duration left(Duration limit) {
        Duration left = left();
        return left.compareTo(limit) < 0 ? left : limit;
    }
}
