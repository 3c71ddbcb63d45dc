package io.upkeep.pipeline;

import io.upkeep.fleet.StopReason;
import io.upkeep.run.Run;
import io.upkeep.run.StepKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * One run being worked on by this node: how others ask the work to stop. Threads are interrupted only while they
 * execute a step, never while the journal is written.
 */
final class RunAtWork {

    private final UUID run;
    private final Map<StepKey, Thread> stepping = new HashMap<>();
    private Stop stop;
    /** What the node's rest was; also while a person's word is stronger. */
    private Stop rest;

    private boolean isUndoing;
    private Run.Wish missed;
    private final Set<StepKey> late = new HashSet<>();

    RunAtWork(UUID run) {
        this.run = run;
    }

    UUID run() {
        return run;
    }

    /** Why to stop; null when there is no reason. */
    synchronized Stop stop() {
        return stop;
    }

    /** @throws io.upkeep.run.Fenced when the run may belong to somebody else by now */
    void requireOwned(Run owned) {
        if (stop() instanceof Stop.OwnershipLost lost) {
            throw lost.beforeStep(owned);
        }
    }

    /** Asks the work to stop; what is stronger stays: lost ownership, a person's end of the run, the node's end, a person's pause, the node's rest. */
    synchronized void stop(Stop reason) {
        if (reason instanceof Stop.NodeRests) {
            rest = reason;
        }
        if (isUndoing && reason instanceof Stop.Wished wished) {
            missed = wished.wish();
        } else if (stop == null || strength(stop) < strength(reason)) {
            stop = reason;
            if (endsSteps()) {
                interrupt(step -> true);
            }
        }
    }

    /** Whoever entered a step around others may only wait for those by now, or be at work elsewhere. */
    private void interrupt(Predicate<StepKey> which) {
        stepping.forEach((step, thread) -> {
            if (which.test(step) && stepping.keySet().stream().noneMatch(inner -> inner.isWithin(step))) {
                thread.interrupt();
            }
        });
    }

    /**
     * The run is undone from now on. What a person wished has led to that, or comes too late: it is forgotten, so that steps of the rollback
     * are tried again like any other, and wait for the node that rests.
     */
    synchronized void undo() {
        isUndoing = true;
        if (stop instanceof Stop.Wished wished) {
            missed = wished.wish();
            stop = rest;
        }
    }

    /** What a person wished instead of the undoing, and was heard of too late. */
    synchronized Optional<Run.Wish> missed() {
        return Optional.ofNullable(missed).filter(wish -> wish.kind() != Run.Wish.Kind.ROLL_BACK);
    }

    private boolean endsSteps() {
        return stop instanceof Stop.OwnershipLost
                || stop instanceof Stop.NodeStops
                || (stop instanceof Stop.Wished wished && wished.isNow());
    }

    private static int strength(Stop stop) {
        if (stop instanceof Stop.OwnershipLost) {
            return 5;
        }
        if (stop instanceof Stop.Wished wished) {
            return wished.isNow() ? 4 : 2;
        }
        return stop instanceof Stop.NodeStops ? 3 : 1;
    }

    /** What to do with a step's work on hosts when the thread that waits for it was interrupted. */
    synchronized StopReason stopReason(StepKey step) {
        if (stop instanceof Stop.OwnershipLost) {
            return StopReason.OWNERSHIP_LOST;
        }
        if (stop instanceof Stop.Wished wished && wished.isNow()) {
            return StopReason.CANCELLED;
        }
        return late(step).isEmpty() ? StopReason.SHUTDOWN : StopReason.TIMED_OUT;
    }

    /** The step is past its time: whoever executes it, or a step within it, is interrupted. */
    synchronized void timeOut(StepKey step) {
        if (stepping.containsKey(step)) {
            late.add(step);
            interrupt(one -> one.equals(step) || one.isWithin(step));
        }
    }

    /** Whether a step around this one is past its time. */
    synchronized boolean isWithinLate(StepKey step) {
        return late.stream().anyMatch(step::isWithin);
    }

    /** The step itself when it is past its time, else the nearest around it that is. */
    private Optional<StepKey> late(StepKey step) {
        return late.stream()
                .filter(one -> one.equals(step) || step.isWithin(one))
                .max(Comparator.comparingInt(one -> one.path().length()));
    }

    /** The thread executes this step from now on; interrupted at once where the stop came since the step's begin was written. */
    synchronized void enter(StepKey step) {
        stepping.put(step, Thread.currentThread());
        if (endsSteps()) {
            Thread.currentThread().interrupt();
        }
    }

    /** The step's work is over; answers which was past its time meanwhile: the step itself, or one around it. */
    synchronized Optional<StepKey> leave(StepKey step) {
        stepping.remove(step);
        Thread.interrupted(); // the reason is kept here; the journal must be written all the same
        Optional<StepKey> because = late(step);
        late.remove(step);
        return because;
    }
}
