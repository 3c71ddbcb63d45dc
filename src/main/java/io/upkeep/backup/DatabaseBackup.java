package io.upkeep.backup;

import io.upkeep.backup.database.DatabaseDump;
import io.upkeep.backup.database.Place;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Databases of the estate into an archive, as routes see it: {@code method: {ref: databaseBackup, method: …}}. Schema, rows
 * and fingerprint are of one snapshot; the rows stream from the server into the archive.
 */
@Component("databaseBackup")
public class DatabaseBackup {

    private final Inventory inventory;
    private final BackupTaking taking;
    private final String path;

    DatabaseBackup(
            Inventory inventory, BackupTaking taking, @Value("${upkeep.backup.pg-programs:${PATH:}}") String path) {
        this.inventory = inventory;
        this.taking = taking;
        this.path = path;
    }

    /**
     * Makes one archive of databases, and enters it in the catalogue as TAKEN.
     *
     * @param names targets of kind database, separated by commas
     * @return the backup with sha256, bytes, entries, rows and tables
     */
    public Map<String, Object> take(Map<String, Object> backup, String names) {
        List<Target> databases = names.lines()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .sorted()
                .map(name -> database(inventory, name))
                .toList();
        Instant at = Instant.parse(BackupTaking.text(backup, "createdAt"));
        long[] rows = {0};
        long[] tables = {0};
        Map<String, Object> taken = taking.take(backup, archive -> {
            List<Manifest.Source> sources = new ArrayList<>();
            for (Target database : databases) {
                sources.add(add(archive, database, at, rows, tables));
            }
            return sources;
        });
        taken.put("rows", rows[0]);
        taken.put("tables", tables[0]);
        return taken;
    }

    private Manifest.Source add(ArchiveWriter archive, Target database, Instant at, long[] rows, long[] tables)
            throws IOException {
        String name = Collected.DATABASE + "/" + database.name();
        long[] bytes = {0};
        int before = archive.count();
        DatabaseDump.Dumped dumped = new DatabaseDump(Place.of(database), path).writeTo((file, content, length) -> {
            TarArchiveEntry entry = new TarArchiveEntry("template", true);
            entry.setSize(length);
            entry.setMode(0100600);
            entry.setLastModifiedTime(FileTime.from(at));
            archive.add(name + "/" + file, entry, new ByteArrayInputStream(content, 0, length));
            bytes[0] += length;
        });
        rows[0] += dumped.fingerprint().rows();
        tables[0] += dumped.fingerprint().tables().size();
        return new Manifest.Source(name, dumped.madeBy(), List.of(), archive.count() - before, bytes[0]);
    }

    static Target database(Inventory inventory, String name) {
        return inventory
                .find(name)
                .filter(found -> found.kind() == TargetKind.DATABASE)
                .orElseThrow(() -> new BackupRefused("target '" + name
                        + "' is not a database of the estate; declare it in application.yaml under upkeep.targets"));
    }
}
