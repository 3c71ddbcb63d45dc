package io.upkeep.backup;

import java.util.Set;

/** How far a backup got. Only a VERIFIED one counts. */
public enum BackupState {
    /** The archive lies in the work directory. */
    TAKEN,
    /** The store took it; nobody knows yet whether it kept it. */
    UPLOADED,
    /** Read back from the store, every hash compared, manifest stored. */
    VERIFIED,
    /** Given up; nothing of it is in the store. */
    FAILED;

    /** The states a backup in this state may go to. */
    public Set<BackupState> next() {
        return switch (this) {
            case TAKEN -> Set.of(UPLOADED, FAILED);
            case UPLOADED -> Set.of(VERIFIED, FAILED);
            // a run that is cancelled or out of time after its backup was verified takes it back
            case VERIFIED -> Set.of(FAILED);
            case FAILED -> Set.of();
        };
    }
}
