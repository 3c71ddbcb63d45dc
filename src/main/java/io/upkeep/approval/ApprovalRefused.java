package io.upkeep.approval;

/** Somebody may not say this, or it comes too late; the message says why and what to do. */
public final class ApprovalRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Why why;

    /** What kind of refusal it is. */
    public enum Why {
        /** Nobody asked for it, or the run is unknown. */
        NOT_ASKED,
        /** This person may not say it. */
        NOT_ALLOWED,
        /** The state or the plan has moved on. */
        TOO_LATE,
        /** A value is wrong. */
        INVALID
    }

    ApprovalRefused(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** What kind of refusal it is. */
    public Why why() {
        return why;
    }
}
