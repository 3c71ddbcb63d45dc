package io.upkeep.pipeline;

import io.upkeep.pipeline.LockRules.Held;
import io.upkeep.pipeline.LockRules.Queued;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Families of runs that would wait for each other for ever. One holds A while its child wants B, another holds B while its
 * child wants A; or a child queues for B behind one that wants A as well. Whoever queues before the child and waits for its
 * family is overtaken by it; whoever holds what it wants and waits for its family cannot be, so the child gives way: its
 * parent takes the error channel and frees what it holds. A run without a parent holds nothing while it queues, and never
 * closes such a circle. A pure function of locks and queue.
 */
final class Deadlock {

    private final Queued self;
    private final Map<String, Held> held;
    private final List<Queued> queue;
    private final Comparator<Queued> order;
    private final Set<UUID> behindUs;

    /**
     * @param self who wants to know
     * @param queue the waiting runs, with those that wait for them
     * @param order of the queue
     */
    Deadlock(Queued self, Map<String, Held> held, List<Queued> queue, Comparator<Queued> order) {
        this.self = self;
        this.held = held;
        this.queue = queue;
        this.order = order;
        this.behindUs = self.ancestors().isEmpty() ? Set.of() : waiting(true);
    }

    /** Whether a queueing run waits in the end for a run that waits for us. */
    boolean waitsForUs(Queued other) {
        return behindUs.contains(other.run());
    }

    /** Whether we would never get one of these locks, any of which would do. */
    boolean closes(List<String> locks) {
        if (self.ancestors().isEmpty()) {
            return false;
        }
        Set<UUID> waiting = waiting(false);
        return locks.stream().allMatch(lock -> isKept(self, lock, waiting));
    }

    /**
     * The runs that wait in the end for us or for those who wait for us.
     *
     * @param alsoInQueues whether standing behind somebody in a queue counts; it does not where one may overtake
     */
    private Set<UUID> waiting(boolean alsoInQueues) {
        Set<UUID> waiting = new HashSet<>(self.ancestors());
        waiting.add(self.run());
        Map<String, Queued> front = new HashMap<>();
        queue.stream().filter(queued -> waiting.contains(queued.run())).forEach(queued -> note(queued, front));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Queued other : queue) {
                if (!waiting.contains(other.run())
                        && (isKept(other, waiting) || (alsoInQueues && standsBehind(other, front)))) {
                    waiting.add(other.run());
                    waiting.addAll(other.ancestors());
                    note(other, front);
                    grows = true;
                }
            }
        }
        return waiting;
    }

    /** Each of its targets is needed, and of its pipeline's places one. */
    private boolean isKept(Queued other, Set<UUID> by) {
        List<String> places = other.locks().stream().filter(LockRules::isSlot).toList();
        return other.locks().stream().anyMatch(lock -> !LockRules.isSlot(lock) && isKept(other, lock, by))
                || (!places.isEmpty() && places.stream().allMatch(place -> isKept(other, place, by)));
    }

    private boolean isKept(Queued other, String lock, Set<UUID> by) {
        Held holder = held.get(lock);
        return holder != null && holder.keptBy(other).stream().anyMatch(by::contains);
    }

    /** Of each lock's queue only the first who waits for us counts: thousands may stand in it. */
    private void note(Queued waiting, Map<String, Queued> front) {
        waiting.locks().forEach(lock -> front.merge(lock, waiting, (a, b) -> order.compare(a, b) <= 0 ? a : b));
    }

    private boolean standsBehind(Queued other, Map<String, Queued> front) {
        return other.locks().stream()
                .map(front::get)
                .anyMatch(before -> before != null && order.compare(before, other) < 0);
    }
}
