package io.upkeep.backup;

import io.upkeep.backup.database.JdbcSchemaDump;
import io.upkeep.backup.database.PgDump;
import io.upkeep.backup.database.Place;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The schema of a database of the estate, as routes see it: {@code method: {ref: databaseSchema, method: …}}. A {@code pg_dump}
 * on the PATH that is as new as the server makes it; where there is none, Upkeep reads the catalogs itself.
 */
@Component("databaseSchema")
public class DatabaseSchema {

    private final WorkDirectory work;
    private final Inventory inventory;

    DatabaseSchema(WorkDirectory work, Inventory inventory) {
        this.work = work;
        this.inventory = inventory;
    }

    /**
     * Writes the schema to the backup's work directory.
     *
     * @param name a target of kind database
     * @return what made it, for the manifest: {@code pg_dump 15.18}
     * @throws BackupRefused when the database cannot be asked or its schema cannot be written as a whole
     */
    public String dump(Map<String, Object> backup, String name) {
        Target target = DatabaseBackup.database(inventory, name);
        Path directory =
                work.of(UUID.fromString(backup.get("runId").toString())).resolve(Collected.DATABASE);
        try (Connection connection = Place.of(target).connect()) {
            Path file = directory.resolve(name + ".sql");
            Files.deleteIfExists(file);
            int version = connection.getMetaData().getDatabaseMajorVersion();
            Optional<PgDump> pgDump = PgDump.onPath(System.getenv("PATH"), version);
            return pgDump.isPresent() ? pgDump.get().dump(target, file) : new JdbcSchemaDump(connection).dump(file);
        } catch (SQLException e) {
            throw new BackupRefused(
                    "the schema of " + name + " (" + target.shownAddress() + ") cannot be read: " + e.getMessage()
                            + "; check that it runs and what its user may do",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of " + name + " cannot be written", e);
        }
    }
}
