package io.upkeep.run;

/** What moves a run from one {@link RunState} to the next. */
public enum RunTrigger {
    /** The engine lets the run start, or go on after a wait. */
    START,
    /** The run may not start or go on yet. */
    WAIT,
    /** The current phase (pipeline or rollback route) finished. */
    SUCCEED,
    /** The pipeline failed, or a person decided: undo what was done. */
    ROLL_BACK,
    /** The rollback route failed. */
    FAIL,
    /** The engine must not decide alone. */
    ASK,
    /** A person says: stop between two steps. */
    PAUSE,
    /** A person says: go on. The engine still decides whether and when it may. */
    RESUME,
    /** A person says: end it. */
    CANCEL,
    /** The run can never start. */
    REJECT
}
