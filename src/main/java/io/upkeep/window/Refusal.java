package io.upkeep.window;

/** What a person asks cannot be done as written; the message shows how it is written right. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean isMissing;

    private Refusal(boolean isMissing, String message) {
        super(message);
        this.isMissing = isMissing;
    }

    static Refusal invalid(String message) {
        return new Refusal(false, message);
    }

    static Refusal missing(String message) {
        return new Refusal(true, message);
    }

    /** Whether what is named is not there, rather than written wrong. */
    public boolean isMissing() {
        return isMissing;
    }
}
