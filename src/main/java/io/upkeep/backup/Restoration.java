package io.upkeep.backup;

import io.upkeep.backup.database.DatabaseRestore;
import io.upkeep.backup.database.DatabaseServer;
import io.upkeep.backup.database.Place;
import io.upkeep.target.Inventory;
import io.upkeep.text.Amount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * A database of a backup to a place of one's choice, as routes see it: {@code method: {ref: restoration, method: …}}. It is
 * restored beside what is there, compared with its fingerprint, and only then gets its name; what had the name before keeps
 * another one. Every method may be called again.
 */
@Component("restoration")
public class Restoration {

    private static final Pattern PLACE = Pattern.compile("([a-z0-9-]{1,63})(?:/([a-z_][a-z0-9_]{0,40}))?");
    private static final Pattern DUMP = Pattern.compile("database/([^/]+)/(\\d-.+)");

    private final BackupProof proof;
    private final RestorableBackup restorable;
    private final Inventory inventory;
    private final String path;

    Restoration(
            BackupProof proof,
            RestorableBackup restorable,
            Inventory inventory,
            @Value("${upkeep.backup.pg-programs:${PATH:}}") String path) {
        this.proof = proof;
        this.restorable = restorable;
        this.inventory = inventory;
        this.path = path;
    }

    /**
     * Checks what is wished, before anything is fetched.
     *
     * @param to {@code <target>/<database>}: a database on the server of that target; {@code <target>}: its own one
     * @param replace whether a database of that name may be put aside
     * @return the backup, for {@code direct:fetch-backup}, with target, database, and the names it has before and after
     * @throws BackupRefused when something is there and may not be replaced, or is the server's own
     */
    public Map<String, Object> begin(String runId, String id, String to, boolean replace) {
        Map<String, Object> restore = proof.named(runId, id);
        Matcher place = PLACE.matcher(to);
        if (!place.matches()) {
            throw new BackupRefused("'" + EntryPath.shown(to)
                    + "' is not a place; write <target>/<database>, such as database/virtual_queue_copy");
        }
        Place own = Place.of(DatabaseBackup.database(inventory, place.group(1)));
        String database = Objects.requireNonNullElse(place.group(2), own.database());
        if (DatabaseServer.needs(database)) {
            throw new BackupRefused(
                    "the server of %1$s needs its database '%2$s' for itself, and nothing can be put in its place; restore to another one, such as to=%1$s/virtual_queue_copy"
                            .formatted(place.group(1), database));
        }
        if (new DatabaseServer(own).has(database) && !replace) {
            throw new BackupRefused(
                    "the database '%s' is there already, on the server of %s; name another one, or say replace=true (upkeep restore: --replace): it is then put aside as %s"
                            .formatted(database, place.group(1), aside(database, runId)));
        }
        restore.put("target", place.group(1));
        restore.put("database", database);
        restore.put("replace", replace);
        restore.put("restoredAs", database + "_restored_" + runId.substring(0, 8));
        restore.put("putAsideAs", aside(database, runId));
        restore.put(
                "said",
                "backup %s of %s comes to the database %s on the server of %s"
                        .formatted(restore.get("id"), restore.get("series"), database, place.group(1)));
        return restore;
    }

    private static String aside(String database, String runId) {
        return database + "_before_" + runId.substring(0, 8);
    }

    /**
     * Restores what was fetched into a database of its own, and compares it.
     *
     * @return what was restored, for people
     * @throws BackupRefused when the server does not take it, or has something else afterwards
     */
    public String restore(Map<String, Object> restore) {
        return restorable.restore(restore, backup -> restored(restore, backup));
    }

    private String restored(Map<String, Object> restore, RestorableBackup.Opened backup) {
        String source = source(backup.manifest(), text(restore, "target"));
        server(restore).createAfresh(text(restore, "restoredAs"));
        long started = System.nanoTime();
        try (DatabaseRestore database =
                new DatabaseRestore(place(restore).database(text(restore, "restoredAs")), path)) {
            backup.read((name, content) -> {
                Matcher dump = DUMP.matcher(name);
                if (dump.matches() && dump.group(1).equals(source)) {
                    database.file(dump.group(2), content);
                }
            });
            long restored = System.nanoTime();
            long rows = database.compared().rows();
            return String.format(
                    Locale.ROOT,
                    "%s in %s are what was backed up; restored in %.1f s, compared in %.1f s",
                    Amount.of(rows, "row"),
                    restore.get("restoredAs"),
                    (restored - started) / 1e9,
                    (System.nanoTime() - restored) / 1e9);
        } catch (SQLException e) {
            throw new BackupRefused("the new database cannot be opened: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the restore broke off: " + e.getMessage(), e);
        }
    }

    /** The dump of that target, or the only one there is. */
    private static String source(Manifest manifest, String target) {
        List<String> dumps = manifest.entries().stream()
                .map(entry -> DUMP.matcher(entry.path()))
                .filter(Matcher::matches)
                .map(dump -> dump.group(1))
                .distinct()
                .toList();
        if (dumps.contains(target) || dumps.size() == 1) {
            return dumps.contains(target) ? target : dumps.get(0);
        }
        throw new BackupRefused(
                "the backup holds the databases %s; restore one of the series 'database', to one of these targets"
                        .formatted(dumps));
    }

    /** Gives the restored database its name; what has it is put aside. Says what is where. */
    public String putInPlace(Map<String, Object> restore) {
        DatabaseServer server = server(restore);
        String database = text(restore, "database");
        String aside = text(restore, "putAsideAs");
        List<String> refused = List.of();
        if (server.has(text(restore, "restoredAs"))) {
            if (server.has(database) && !server.has(aside)) {
                if (!Boolean.TRUE.equals(restore.get("replace"))) {
                    throw new BackupRefused("meanwhile somebody made a database '" + database + "'; name another one");
                }
                server.rename(database, aside);
            }
            // a dump is of what is in a database, not of the database
            refused = server.has(aside) ? server.likeBefore(aside, text(restore, "restoredAs")) : refused;
            server.rename(text(restore, "restoredAs"), database);
        }
        return "%s is what was backed up%s%s"
                .formatted(
                        database,
                        server.has(aside)
                                ? ", with the settings and rights of what was there; that is %s now, drop it when nobody needs it"
                                        .formatted(aside)
                                : "",
                        refused.isEmpty()
                                ? ""
                                : "; give it by hand, as this login may not: " + String.join(", ", refused));
    }

    /** Gives what was put aside its name back. */
    public String takeBack(Map<String, Object> restore) {
        DatabaseServer server = server(restore);
        String database = text(restore, "database");
        if (!server.has(text(restore, "putAsideAs"))) {
            return "nothing was put aside";
        }
        if (server.has(database)) {
            server.rename(database, text(restore, "restoredAs"));
        }
        server.rename(text(restore, "putAsideAs"), database);
        return database + " is what it was before";
    }

    /** Removes the restored database. */
    public String remove(Map<String, Object> restore) {
        server(restore).drop(text(restore, "restoredAs"));
        return text(restore, "restoredAs") + " is removed";
    }

    private Place place(Map<String, Object> restore) {
        return Place.of(DatabaseBackup.database(inventory, text(restore, "target")));
    }

    private DatabaseServer server(Map<String, Object> restore) {
        return new DatabaseServer(place(restore));
    }

    private static String text(Map<String, Object> restore, String key) {
        return BackupTaking.text(restore, key);
    }
}
