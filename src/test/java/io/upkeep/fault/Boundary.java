package io.upkeep.fault;

import io.upkeep.run.Phase;

/**
 * A place between two commits of the journal at which a process can be killed.
 *
 * @param step the step's path
 */
record Boundary(Phase phase, String step, Moment moment) {

    /** What is true at a boundary, for the step it names. */
    enum Moment {
        /** The step is recorded as started, and the one before it as ended; none of its work is done. */
        INTENT_COMMITTED,
        /** All its work is done; nothing of that is recorded yet. */
        WORK_DONE,
        /** The step is recorded as ended. */
        OUTCOME_COMMITTED
    }

    /** Whether a process that is started again has to execute the step again. */
    boolean leavesTheStepOpen() {
        return moment != Moment.OUTCOME_COMMITTED;
    }

    @Override
    public String toString() {
        return phase + " " + step + " " + moment;
    }
}
