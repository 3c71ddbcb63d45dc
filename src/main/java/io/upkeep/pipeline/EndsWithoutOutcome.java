package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import io.upkeep.text.Causes;

/** A failure that says nothing about the step: its row stays STARTED, and the next owner decides. */
sealed interface EndsWithoutOutcome
        permits Parked, LeftBehind, CutOff, JournalUnavailable, StoppedByPerson, WaitsForChild, HeldBack {

    /** A step around one that was parked, fenced or cut off stays without an outcome, as after a crash. */
    static boolean isIn(Throwable failure) {
        return Causes.of(failure).anyMatch(cause -> cause instanceof EndsWithoutOutcome || cause instanceof Fenced);
    }

    /** Whether nothing of the step is at work: it waits, or was stopped before a step within it. */
    static boolean isInOrder(Throwable failure) {
        return Causes.of(failure)
                .noneMatch(cause ->
                        cause instanceof CutOff || cause instanceof JournalUnavailable || cause instanceof Fenced);
    }
}
