package io.upkeep.pipeline;

import io.upkeep.pipeline.Governance.Overlap;
import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who gets which lock. A run takes all of its locks at once or none, so that no two runs wait for each other; it never
 * overtakes one that stands before it in the queue for the same lock. A child run may use what the runs that wait for it hold,
 * as one of them would: it could never get it otherwise. Nobody else may, and of two children only one at a time. Families
 * can wait for each other all the same: {@link Deadlock} says who gives way.
 */
final class LockRules {

    private static final String SLOT = "pipeline:";

    private LockRules() {}

    /** What locks say. */
    sealed interface Decision {}

    /** All are free, or held by the run already. */
    record Free(List<String> locks) implements Decision {}

    /**
     * Somebody else has one, or stands before this run.
     *
     * @param ahead how many stand before it
     */
    record Busy(Kind kind, String reason, List<String> locks, long ahead) implements Decision {}

    /** It is a child, and who has the lock waits in the end for a run that waits for it: neither would ever go on. */
    record GivesWay(String reason) implements Decision {}

    /** As many of its pipeline are under way as may be, and it says not to wait. */
    record Skip(String reason) implements Decision {}

    /**
     * A lock in somebody's hands.
     *
     * @param run who holds it; null for a person's
     * @param holder in words
     * @param reason why a person holds it; null for a run's
     * @param lentTo children that use it, and theirs
     */
    record Held(UUID run, String holder, Instant since, String reason, Set<UUID> lentTo) {

        /** Copies the set. */
        Held {
            lentTo = Set.copyOf(lentTo);
        }

        /** Used by nobody else. */
        Held(UUID run, String holder, Instant since, String reason) {
            this(run, holder, since, reason, Set.of());
        }

        /** {@code locked by person:ada since …: moving its disks}. */
        String words() {
            return "locked by %s since %s%s%s"
                    .formatted(
                            holder,
                            since.truncatedTo(ChronoUnit.SECONDS),
                            lentTo.isEmpty() ? "" : ", lent to " + lent(),
                            reason == null ? "" : " (" + reason + ")");
        }

        /** The runs whose end {@code asking} has to wait for before this is open to it. */
        Set<UUID> keptBy(Queued asking) {
            if (run == null || isOpenTo(asking)) {
                return Set.of();
            }
            return asking.isOf(run)
                    ? lentTo.stream().filter(user -> !asking.isOf(user)).collect(Collectors.toUnmodifiableSet())
                    : Set.of(run);
        }

        private String lent() {
            return lentTo.stream().map(child -> "run " + child).sorted().collect(Collectors.joining(", "));
        }

        /** Whether it is the run's own, or that of one that waits for it and used by nobody beside these. */
        boolean isOpenTo(Queued asking) {
            return asking.run().equals(run)
                    || (run != null && asking.isOf(run) && lentTo.stream().allMatch(asking::isOf));
        }
    }

    /**
     * A run that queues for locks.
     *
     * @param ancestors the runs that wait for it, as far as they are not over
     */
    record Queued(UUID run, int priority, Instant since, List<String> locks, Set<UUID> ancestors) {

        /** Nobody waits for it. */
        Queued(UUID run, int priority, Instant since, List<String> locks) {
            this(run, priority, since, locks, Set.of());
        }

        /** With those that all of these runs have, by their ids. */
        Queued of(Map<UUID, Set<UUID>> ancestorsOfAll) {
            Set<UUID> own = ancestorsOfAll.getOrDefault(run, Set.of());
            return own.equals(ancestors) ? this : new Queued(run, priority, since, locks, own);
        }

        /** Whether that run is it, or waits for it. */
        boolean isOf(UUID other) {
            return run.equals(other) || ancestors.contains(other);
        }

        /** Higher first, then older. */
        static Comparator<Queued> order(Instant now) {
            return Comparator.comparingLong((Queued queued) -> -queued.effectivePriority(now))
                    .thenComparing(Queued::since)
                    .thenComparing(Queued::run);
        }

        private long effectivePriority(Instant now) {
            return priority + Math.max(0, Duration.between(since, now).dividedBy(Run.AGEING));
        }
    }

    /** Names of what the pipeline's runs share: a lock for each run that may be under way. */
    static List<String> slots(String pipeline, int concurrency) {
        return IntStream.range(0, concurrency)
                .mapToObj(slot -> SLOT + "%s#%d".formatted(pipeline, slot))
                .toList();
    }

    /** Whether a lock is one of {@link #slots}; of all others the name is a target's. */
    static boolean isSlot(String lock) {
        return lock.startsWith(SLOT);
    }

    /**
     * @param self the run, with all locks on targets that it needs
     * @param slots see {@link #slots}; empty for any number of runs
     * @param queue the other waiting runs
     */
    static Decision decide(
            Queued self, List<String> slots, Overlap overlap, Map<String, Held> held, List<Queued> queue, Instant now) {
        Comparator<Queued> order = Queued.order(now);
        Deadlock deadlock = new Deadlock(self, held, queue, order);
        List<Queued> before = queue.stream()
                .filter(other -> !other.run().equals(self.run()))
                .filter(other -> order.compare(other, self) < 0)
                .filter(other -> !deadlock.waitsForUs(other))
                .toList();
        if (overlap != Overlap.QUEUE) { // those before it hold its targets as well, which must not hide them
            Decision bySlots = bySlots(self, slots, overlap, held, before, deadlock);
            if (!(bySlots instanceof Free)) {
                return bySlots;
            }
        }
        for (String target : self.locks()) {
            long ahead = ahead(before, List.of(target));
            Optional<String> inTheWay = inTheWay(self, target, held, ahead);
            if (inTheWay.isPresent() && deadlock.closes(List.of(target))) {
                return givesWay(inTheWay.get());
            }
            if (inTheWay.isPresent()) {
                return new Busy(Kind.TARGET_BUSY, inTheWay.get(), all(self.locks(), slots), ahead);
            }
        }
        return bySlots(self, slots, overlap, held, before, deadlock);
    }

    /** As if its targets were free. */
    private static Decision bySlots(
            Queued self,
            List<String> slots,
            Overlap overlap,
            Map<String, Held> held,
            List<Queued> before,
            Deadlock deadlock) {
        if (slots.isEmpty()) {
            return new Free(self.locks());
        }
        long ahead = ahead(before, slots);
        return slot(self, slots, held, ahead)
                .<Decision>map(slot -> new Free(all(self.locks(), List.of(slot))))
                .orElseGet(() -> {
                    Decision full = full(self, slots, overlap, held, ahead);
                    return full instanceof Busy busy && deadlock.closes(slots) ? givesWay(busy.reason()) : full;
                });
    }

    private static GivesWay givesWay(String inTheWay) {
        return new GivesWay(
                "%s; but that waits for what a run holds which waits for this one, and neither would ever go on: ask for it again when the other is over"
                        .formatted(inTheWay));
    }

    /** How many of them want any of these locks. */
    private static long ahead(List<Queued> before, List<String> locks) {
        return before.stream()
                .filter(other -> other.locks().stream().anyMatch(locks::contains))
                .count();
    }

    private static Optional<String> inTheWay(Queued self, String target, Map<String, Held> held, long ahead) {
        Held holder = held.get(target);
        if (holder != null && holder.isOpenTo(self)) {
            return Optional.empty();
        }
        if (holder != null) {
            return Optional.of("%s is %s; number %d in the queue".formatted(target, holder.words(), ahead + 1));
        }
        return ahead == 0
                ? Optional.empty()
                : Optional.of("%s is free, but %d before it want it; number %d in the queue"
                        .formatted(target, ahead, ahead + 1));
    }

    private static Optional<String> slot(Queued self, List<String> slots, Map<String, Held> held, long ahead) {
        return slots.stream()
                .filter(slot -> held.containsKey(slot) && isUsedBy(self, held.get(slot)))
                .findFirst()
                .or(() -> slots.stream()
                        .filter(slot -> !held.containsKey(slot))
                        .skip(ahead)
                        .findFirst())
                .or(() -> slots.stream()
                        .filter(slot -> held.containsKey(slot) && held.get(slot).isOpenTo(self))
                        .findFirst());
    }

    private static boolean isUsedBy(Queued self, Held held) {
        return self.run().equals(held.run()) || held.lentTo().contains(self.run());
    }

    private static Decision full(Queued self, List<String> slots, Overlap overlap, Map<String, Held> held, long ahead) {
        List<String> holders = slots.stream()
                .map(held::get)
                .filter(Objects::nonNull)
                .map(Held::holder)
                .toList();
        String what = (slots.size() == 1
                        ? "its runs go one at a time"
                        : "at most %d of its runs go at a time".formatted(slots.size()))
                + (holders.isEmpty()
                        ? ", and those before it come first"
                        : ", and under way %s ".formatted(holders.size() == 1 ? "is" : "are")
                                + String.join(", ", holders));
        if (overlap == Overlap.SKIP) {
            return new Skip(what + "; this pipeline skips a run then (overlap: skip)");
        }
        return new Busy(
                Kind.CONCURRENCY,
                "%s; number %d in the queue".formatted(what, ahead + 1),
                all(self.locks(), slots),
                ahead);
    }

    private static List<String> all(List<String> a, List<String> b) {
        List<String> both = new ArrayList<>(a);
        both.addAll(b);
        return List.copyOf(both);
    }
}
