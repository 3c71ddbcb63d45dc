package io.upkeep.backup;

/** What the store has is not what was backed up; the message says how it differs. Such a backup is BROKEN. */
final class BackupDamaged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BackupDamaged(String message) {
        super(message);
    }

    BackupDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
