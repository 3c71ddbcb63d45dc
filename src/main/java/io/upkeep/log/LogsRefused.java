package io.upkeep.log;

/** Log management that must not begin; the message says which host, what and what to do. */
public final class LogsRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogsRefused(String message) {
        super(message);
    }
}
