package io.upkeep.pipeline;

import io.upkeep.pipeline.LockRules.Queued;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Locks as people see them: who holds what, who waits for it in which order; and locks that people hold themselves. */
@Service
public class LockDesk {

    private final JdbcLocks locks;
    private final Signals signals;
    private final Clock clock;

    LockDesk(JdbcLocks locks, Signals signals, Clock clock) {
        this.locks = locks;
        this.signals = signals;
        this.clock = clock;
    }

    /**
     * A lock and its queue.
     *
     * @param run who holds it; null when a person does
     * @param queue runs that wait for it, the next one first
     */
    public record Lock(String name, UUID run, String holder, Instant since, List<UUID> queue) {}

    /** Every lock in somebody's hands, by name. */
    public List<Lock> all() {
        Comparator<Queued> order = Queued.order(clock.instant());
        List<Queued> queue = locks.queue().stream().sorted(order).toList();
        return locks.held().entrySet().stream()
                .map(entry -> new Lock(
                        entry.getKey(),
                        entry.getValue().run(),
                        entry.getValue().holder(),
                        entry.getValue().since(),
                        queue.stream()
                                .filter(queued -> queued.locks().contains(entry.getKey()))
                                .map(Queued::run)
                                .toList()))
                .toList();
    }

    /**
     * Keeps runs off a target until it is released.
     *
     * @throws InvalidRequest when somebody has the lock already
     */
    public void take(String name, String person, String reason) {
        if (!locks.takeByHand(name, person, reason, clock.instant())) {
            throw new InvalidRequest("%s is locked already; GET /api/locks says by whom".formatted(Shown.of(name)));
        }
    }

    /**
     * Gives a lock back that a person holds.
     *
     * @throws InvalidRequest when no person holds it: a run's locks go when the run is over
     */
    public void release(String name) {
        if (!locks.releaseByHand(name, clock.instant())) {
            throw new InvalidRequest(
                    "no person holds the lock %s; a run's locks go when it is over".formatted(Shown.of(name)));
        }
        signals.due();
    }
}
