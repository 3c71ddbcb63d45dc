package io.upkeep.backup.database;

/** This machine cannot try a restore; that says nothing about the backup. The message says what is missing. */
public final class CannotRestore extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotRestore(String message) {
        super(message);
    }

    public CannotRestore(String message, Throwable cause) {
        super(message, cause);
    }
}
