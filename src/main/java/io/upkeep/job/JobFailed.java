package io.upkeep.job;

/** A job that did not succeed, or a server that could not be worked with: says what, where to look and what to do. */
public class JobFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message is for people. */
    public JobFailed(String message) {
        super(message);
    }
}
