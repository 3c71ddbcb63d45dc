package io.upkeep.backup;

/** A backup or a configuration version that is not good enough to go on with; the message says what, where and what to do. */
public final class BackupRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BackupRefused(String message) {
        super(message);
    }

    public BackupRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
