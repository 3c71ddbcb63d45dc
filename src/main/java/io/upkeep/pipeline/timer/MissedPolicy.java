package io.upkeep.pipeline.timer;

/** What is done about times a timer was due at and did not fire; a route says it as {@code trigger.misfireInstruction}. */
public enum MissedPolicy {
    /** {@code 1}: the newest of them is made up for, once, unless a later one has run. */
    FIRE_ONCE,
    /** {@code 2}: none is made up for; the next one comes as planned. */
    SKIP;

    private static final String DO_NOTHING = "2";

    /** The policy that Quartz's number for cron triggers stands for; where none is given Quartz's own choice, 1. */
    static MissedPolicy of(Object instruction) {
        return instruction != null && instruction.toString().strip().equals(DO_NOTHING) ? SKIP : FIRE_ONCE;
    }
}
