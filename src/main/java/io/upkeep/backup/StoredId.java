package io.upkeep.backup;

import io.upkeep.text.IdBeginning;
import java.util.List;
import java.util.stream.Collectors;

/** The backup in the store that a person means, by its id or by the beginning of it, as everywhere else. */
final class StoredId {

    private StoredId() {}

    /** @throws BackupRefused when there is none, or the beginning is that of several */
    static Backup of(Backups backups, String text) {
        IdBeginning id = IdBeginning.of(text)
                .orElseThrow(() -> new BackupRefused(
                        "'%s' is not the id of a backup, nor the beginning of one, of which %s will do; 'upkeep backup list' shows them"
                                .formatted(EntryPath.shown(text), IdBeginning.ENOUGH)));
        List<Backup> meant = id.isWhole()
                ? backups.find(id.lowest()).filter(Backup::isStored).stream().toList()
                : backups.stored().stream()
                        .filter(backup -> backup.id().toString().startsWith(id.text()))
                        .toList();
        if (meant.isEmpty()) {
            throw new BackupRefused(
                    "no backup in the store has the id '%s'; write one of those that 'upkeep backup list' shows"
                            .formatted(EntryPath.shown(text)));
        }
        if (meant.size() > 1) {
            throw new BackupRefused("'%s' is the beginning of more than one backup: %s; write more of it"
                    .formatted(
                            id.text(),
                            meant.stream().map(backup -> backup.id().toString()).collect(Collectors.joining(", "))));
        }
        return meant.get(0);
    }
}
