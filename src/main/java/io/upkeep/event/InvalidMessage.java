package io.upkeep.event;

/** A message that no repetition can make right: what is wrong with it, and a right one. */
public final class InvalidMessage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Takes the whole explanation. */
    public InvalidMessage(String message) {
        super(message);
    }
}
