package io.upkeep.pipeline;

import io.upkeep.approval.ApprovalRefused;
import io.upkeep.approval.People;
import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.pipeline.LockListener.Released;
import io.upkeep.pipeline.LockRules.Held;
import io.upkeep.pipeline.LockRules.Queued;
import io.upkeep.run.RunJournal;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Locks as people see them: who holds what, who waits for it in which order; and locks that people hold themselves. */
@Service
public class LockDesk {

    private static final Logger LOG = LoggerFactory.getLogger(LockDesk.class);

    private final JdbcLocks locks;
    private final RunJournal journal;
    private final Inventory inventory;
    private final Signals signals;
    private final People people;
    private final Outbox outbox;
    private final ObjectProvider<LockListener> listeners;
    private final TransactionOperations transaction;
    private final Clock clock;

    LockDesk(
            JdbcLocks locks,
            RunJournal journal,
            Inventory inventory,
            Signals signals,
            People people,
            Outbox outbox,
            ObjectProvider<LockListener> listeners,
            TransactionOperations transaction,
            Clock clock) {
        this.people = people;
        this.outbox = outbox;
        this.listeners = listeners;
        this.transaction = transaction;
        this.locks = locks;
        this.journal = journal;
        this.inventory = inventory;
        this.signals = signals;
        this.clock = clock;
    }

    /**
     * A lock and its queue.
     *
     * @param run who holds it; null when a person does
     * @param reason why a person holds it, or why the run that holds it does not go on: what it waits for, or asks a person for; null for one at work
     * @param lentTo the child runs of the holder that use it
     * @param queue runs that wait for it, the next one first
     */
    public record Lock(
            String name, UUID run, String holder, Instant since, String reason, List<UUID> lentTo, List<UUID> queue) {}

    /** Every lock in somebody's hands, by name. */
    public List<Lock> all() {
        Comparator<Queued> order = Queued.order(clock.instant());
        List<Queued> queue = locks.queue().stream().sorted(order).toList();
        Map<UUID, String> waits = locks.holdersWaits();
        return locks.held().entrySet().stream()
                .map(entry -> new Lock(
                        entry.getKey(),
                        entry.getValue().run(),
                        entry.getValue().holder(),
                        entry.getValue().since(),
                        entry.getValue().run() == null
                                ? entry.getValue().reason()
                                : waits.get(entry.getValue().run()),
                        entry.getValue().lentTo().stream().sorted().toList(),
                        queue.stream()
                                .filter(queued -> queued.locks().contains(entry.getKey()))
                                .map(Queued::run)
                                .toList()))
                .toList();
    }

    /**
     * Keeps runs off a target until it is released.
     *
     * @throws InvalidRequest when there is no such target, or somebody has its lock already
     */
    public void take(String name, String person, String reason) {
        if (inventory.find(name).isEmpty()) {
            throw new InvalidRequest("no target is called '%s'; there are: %s"
                    .formatted(
                            Shown.of(name),
                            String.join(
                                    ", ",
                                    inventory.all().stream().map(Target::name).toList())));
        }
        if (!locks.takeByHand(name, person, reason, clock.instant())) {
            Held holder = locks.held().get(name);
            throw new InvalidRequest("%s is %s already; GET /api/locks lists all locks"
                    .formatted(Shown.of(name), holder == null ? "locked" : holder.words()));
        }
    }

    /**
     * Gives a lock back that a person holds; one who holds it and is another is told.
     *
     * @throws InvalidRequest when no person holds it: a run's locks go when the run is over
     * @throws ApprovalRefused when another holds it, and nobody has declared who gives it back
     */
    public void release(String name, String person) {
        transaction.executeWithoutResult(status -> {
            Held held = locks.releaseByHand(name)
                    .orElseThrow(() -> new InvalidRequest(
                            "no person holds the lock '%s'; a run's locks go when the run is over; GET /api/locks lists them"
                                    .formatted(Shown.of(name))));
            if (people.requireToEnd(held.holder(), person)) {
                tell(new Released(name, held.holder(), held.since(), held.reason(), "person:" + person));
            }
        });
        LOG.info("The lock of {} is given back by {}", name, person);
        journal.hurryNext(name);
        signals.due();
    }

    private void tell(Released lock) {
        outbox.append(new Event(
                UUID.randomUUID(),
                "io.upkeep.lock.released.v1",
                lock.target() + "/" + lock.since(), // each time that it is held is counted for itself
                lock.target(),
                1,
                clock.instant(),
                Map.of(
                        "target", lock.target(),
                        "holder", lock.holder(),
                        "since", lock.since().toString(),
                        "reason", lock.reason(),
                        "by", lock.by())));
        listeners.forEach(listener -> listener.released(lock));
    }

    /** Gives back a lock whose run is over, which should not be; false when there is none. */
    public boolean clear(String name) {
        if (!locks.releaseOfOver(name)) {
            return false;
        }
        LOG.warn("The lock of {} is given back: its run is over", name);
        journal.hurryNext(name);
        signals.due();
        return true;
    }
}
