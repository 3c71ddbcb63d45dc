package io.upkeep.run;

import static io.upkeep.run.RunTrigger.ASK;
import static io.upkeep.run.RunTrigger.CANCEL;
import static io.upkeep.run.RunTrigger.FAIL;
import static io.upkeep.run.RunTrigger.PAUSE;
import static io.upkeep.run.RunTrigger.REJECT;
import static io.upkeep.run.RunTrigger.RESUME;
import static io.upkeep.run.RunTrigger.ROLL_BACK;
import static io.upkeep.run.RunTrigger.START;
import static io.upkeep.run.RunTrigger.SUCCEED;
import static io.upkeep.run.RunTrigger.WAIT;

import java.util.Map;

/**
 * Where a run stands. The table below is the only definition of what may follow what; the journal refuses everything
 * else.
 */
public enum RunState {
    /** Accepted (committed), not looked at yet. */
    REQUESTED,
    /** May not start or go on yet, or was just resumed; the reason says why. Goes on by itself. */
    WAITING,
    /** Its pipeline's steps are being executed. */
    RUNNING,
    /** Stopped between two steps by a person; keeps its locks and goes on when a person says so. */
    PAUSED,
    /** It failed; its rollback route is being executed. */
    ROLLING_BACK,
    /** Its rollback route waits for another run; the reason says for which. Goes on by itself. */
    ROLLBACK_WAITING,
    /** Every step finished. */
    SUCCEEDED,
    /** It failed and its rollback route finished. */
    ROLLED_BACK,
    /** Its rollback route failed; asks for a person. */
    ROLLBACK_FAILED,
    /** It cannot go on by itself; asks for a person, the reason says why. */
    NEEDS_ATTENTION,
    /** Ended by a person. */
    CANCELLED,
    /** Was not allowed to start, and never will be; the reason says why. */
    REJECTED;

    private static final Map<RunState, Map<RunTrigger, RunState>> TRANSITIONS = Map.of(
            REQUESTED, Map.of(START, RUNNING, WAIT, WAITING, CANCEL, CANCELLED, REJECT, REJECTED),
            WAITING,
                    Map.of(
                            START,
                            RUNNING,
                            WAIT,
                            WAITING,
                            CANCEL,
                            CANCELLED,
                            REJECT,
                            REJECTED,
                            ROLL_BACK,
                            ROLLING_BACK,
                            ASK,
                            NEEDS_ATTENTION),
            RUNNING,
                    Map.of(
                            SUCCEED,
                            SUCCEEDED,
                            WAIT,
                            WAITING,
                            PAUSE,
                            PAUSED,
                            CANCEL,
                            CANCELLED,
                            ROLL_BACK,
                            ROLLING_BACK,
                            ASK,
                            NEEDS_ATTENTION),
            PAUSED,
                    Map.of(
                            RESUME,
                            WAITING,
                            WAIT,
                            WAITING,
                            CANCEL,
                            CANCELLED,
                            ROLL_BACK,
                            ROLLING_BACK,
                            ASK,
                            NEEDS_ATTENTION),
            ROLLING_BACK,
                    Map.of(SUCCEED, ROLLED_BACK, WAIT, ROLLBACK_WAITING, FAIL, ROLLBACK_FAILED, ASK, NEEDS_ATTENTION),
            ROLLBACK_WAITING,
                    Map.of(START, ROLLING_BACK, WAIT, ROLLBACK_WAITING, CANCEL, CANCELLED, ASK, NEEDS_ATTENTION),
            NEEDS_ATTENTION, Map.of(RESUME, WAITING, WAIT, WAITING, ROLL_BACK, ROLLING_BACK, CANCEL, CANCELLED),
            ROLLBACK_FAILED, Map.of(RESUME, ROLLING_BACK, WAIT, ROLLBACK_WAITING, CANCEL, CANCELLED));

    /** All transitions: state, trigger, next state. States without an entry are final. */
    public static Map<RunState, Map<RunTrigger, RunState>> transitions() {
        return TRANSITIONS;
    }

    /**
     * The state that follows on a trigger.
     *
     * @throws IllegalTransition when the table has none
     */
    public RunState after(RunTrigger trigger) {
        RunState next = TRANSITIONS.getOrDefault(this, Map.of()).get(trigger);
        if (next == null) {
            throw new IllegalTransition(this, trigger);
        }
        return next;
    }

    /** Whether the engine has nothing to do for the run until a person acts, if ever. */
    public boolean isAtRest() {
        return this != REQUESTED && this != RUNNING && this != ROLLING_BACK && !waits();
    }

    /** Whether the run rests until something else has happened, and then goes on by itself. */
    public boolean waits() {
        return this == WAITING || this == ROLLBACK_WAITING;
    }

    /** Whether what a person wished of the run at work is fulfilled, or cannot be any more: an undoing goes to its end. */
    public boolean endsWishes() {
        return isAtRest() || this == ROLLING_BACK;
    }

    /** Whether nothing will ever follow. */
    public boolean isFinal() {
        return !TRANSITIONS.containsKey(this);
    }

    /** Whether the run waits for a person's decision. */
    public boolean asksForAPerson() {
        return this == NEEDS_ATTENTION || this == ROLLBACK_FAILED || this == PAUSED;
    }
}
