package io.upkeep.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The catalogue of backups. Every change is one transaction with its CloudEvent. */
public interface Backups {

    /** Records a backup that was taken; nothing happens when it is already known. */
    void taken(Backup backup);

    /** Moves a backup on; nothing happens when it is in that state already. */
    default void move(UUID id, BackupState next) {
        move(id, next, null);
    }

    /** Moves a backup on, with a reason for people; nothing happens when it is in that state already. */
    void move(UUID id, BackupState next, String reason);

    /** Notes a proof; a backup that is not VERIFIED becomes it. */
    void proven(UUID id, Backup.Proof proof);

    /** Notes something for people at a backup whose state stays. */
    void note(UUID id, String reason);

    /** Notes until when the store refuses to remove a backup. */
    void locked(UUID id, Instant until);

    /** Gives a backup up, also one that was never taken; nothing happens when it has failed already. */
    void failed(Backup backup);

    /** The backup of this id. */
    Optional<Backup> find(UUID id);

    /** The newest first. */
    List<Backup> newest(int limit);

    /** All whose archive lies in the store, the newest first. */
    List<Backup> stored();
}
