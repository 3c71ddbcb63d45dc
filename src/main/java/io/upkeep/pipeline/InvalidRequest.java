package io.upkeep.pipeline;

/** A request for a run that can never be accepted; the message says why and how a right one is written. */
public final class InvalidRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Takes the whole explanation. */
    public InvalidRequest(String message) {
        super(message);
    }
}
