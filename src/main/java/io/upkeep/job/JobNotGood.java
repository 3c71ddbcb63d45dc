package io.upkeep.job;

/** A job that was over and had not succeeded: its server and Upkeep did their work, and the result is what it is. */
public final class JobNotGood extends JobFailed {

    private static final long serialVersionUID = 1L;

    /** The message is for people. */
    public JobNotGood(String message) {
        super(message);
    }
}
