package io.upkeep.backup;

import java.util.Set;

/** How far a backup got. Only a VERIFIED one counts. */
public enum BackupState {
    /** The archive lies in the work directory. */
    TAKEN,
    /** The store took it; nobody knows yet whether it can be restored. */
    UPLOADED,
    /** Read back from the store, a database also restored, and compared: it is what was backed up. */
    VERIFIED,
    /** In the store, but it is not what was backed up. Kept for people to look at. */
    BROKEN,
    /** Removed from the store by retention. */
    EXPIRED,
    /** Given up; what the store has of it is removed, at once or as soon as it can be. */
    FAILED;

    /** The states a backup in this state may go to. */
    public Set<BackupState> next() {
        return switch (this) {
            case TAKEN -> Set.of(UPLOADED, FAILED);
            case UPLOADED -> Set.of(VERIFIED, BROKEN, EXPIRED, FAILED);
            // a run that is cancelled or out of time after its backup was verified takes it back
            case VERIFIED -> Set.of(BROKEN, EXPIRED, FAILED);
            case BROKEN -> Set.of(VERIFIED, EXPIRED, FAILED);
            case EXPIRED, FAILED -> Set.of();
        };
    }
}
