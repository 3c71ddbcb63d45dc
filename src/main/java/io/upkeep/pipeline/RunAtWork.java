package io.upkeep.pipeline;

import io.upkeep.fleet.StopReason;
import io.upkeep.run.Run;
import io.upkeep.run.StepKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
    private StepKey late;

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
                stepping.values().forEach(Thread::interrupt);
            }
        }
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

    /** What to do with work on hosts when the thread that waits for it was interrupted. */
    synchronized StopReason stopReason() {
        if (stop instanceof Stop.OwnershipLost) {
            return StopReason.OWNERSHIP_LOST;
        }
        if (stop instanceof Stop.Wished wished && wished.isNow()) {
            return StopReason.CANCELLED;
        }
        return late == null ? StopReason.SHUTDOWN : StopReason.TIMED_OUT;
    }

    /** The step is past its time: whoever executes it is interrupted. */
    synchronized void timeOut(StepKey step) {
        Thread thread = stepping.get(step);
        if (thread != null) {
            late = step;
            thread.interrupt();
        }
    }

    /** The thread executes this step from now on; interrupted at once where the stop came since the step's begin was written. */
    synchronized void enter(StepKey step) {
        stepping.put(step, Thread.currentThread());
        if (endsSteps()) {
            Thread.currentThread().interrupt();
        }
    }

    /** The step's work is over; whether it was interrupted for being late. */
    synchronized boolean leave(StepKey step) {
        stepping.remove(step);
        Thread.interrupted(); // the reason is kept here; the journal must be written all the same
        boolean wasLate = step.equals(late);
        if (wasLate) {
            late = null;
        }
        return wasLate;
    }
}
