package io.upkeep.update;

/** An update that must not be applied; the message says what, where and what to do. */
public final class UpdateRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UpdateRefused(String message) {
        super(message);
    }

    public UpdateRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
