package io.upkeep.backup;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The backup in the store that a person means, by its id or by the beginning of it, as everywhere else. */
final class StoredId {

    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{6}[0-9a-f-]{0,30}");
    private static final int WHOLE = 36;

    private StoredId() {}

    /** @throws BackupRefused when there is none, or the beginning is that of several */
    static Backup of(Backups backups, String text) {
        String id = text.toLowerCase(Locale.ROOT);
        if (!BEGINNING.matcher(id).matches()) {
            throw new BackupRefused(
                    "'%s' is not the id of a backup, nor the beginning of one, of which six characters will do; 'upkeep backup list' shows them"
                            .formatted(EntryPath.shown(text)));
        }
        List<Backup> meant = id.length() == WHOLE ? whole(backups, id) : beginning(backups, id);
        if (meant.isEmpty()) {
            throw new BackupRefused(
                    "no backup in the store has the id '%s'; write one of those that 'upkeep backup list' shows"
                            .formatted(EntryPath.shown(text)));
        }
        if (meant.size() > 1) {
            throw new BackupRefused("'%s' is the beginning of more than one backup: %s; write more of it"
                    .formatted(
                            id,
                            meant.stream().map(backup -> backup.id().toString()).collect(Collectors.joining(", "))));
        }
        return meant.get(0);
    }

    private static List<Backup> whole(Backups backups, String id) {
        try {
            return backups.find(UUID.fromString(id)).filter(Backup::isStored).stream()
                    .toList();
        } catch (IllegalArgumentException dashesElsewhere) {
            return List.of();
        }
    }

    private static List<Backup> beginning(Backups backups, String id) {
        return backups.stored().stream()
                .filter(backup -> backup.id().toString().startsWith(id))
                .toList();
    }
}
