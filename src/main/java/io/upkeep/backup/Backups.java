package io.upkeep.backup;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The catalogue of backups. Every change is one transaction with its CloudEvent. */
public interface Backups {

    /** Records a backup that was taken; nothing happens when it is already known. */
    void taken(Backup backup);

    /** Moves a backup on; nothing happens when it is in that state already. */
    void move(UUID id, BackupState next);

    /** Gives a backup up, also one that was never taken; nothing happens when it has failed already. */
    void failed(Backup backup);

    /** The backup of this id. */
    Optional<Backup> find(UUID id);

    /** The newest first. */
    List<Backup> newest(int limit);
}
