package io.upkeep.backup.database;

import io.upkeep.backup.BackupRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Puts a dump's files into an empty database as they come, and compares what is there afterwards with the fingerprint. What a
 * restored database says is not believed before that. Memory does not grow with the dump.
 */
public final class DatabaseRestore implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final Map<String, String> SCRIPTS = Map.of("preferQueryMode", "simple");

    private final Place database;
    private final Connection connection;
    private final Optional<Path> pgRestore;
    private PgProgram restoring;
    private CopyIn copying;
    private Fingerprint expected;

    /**
     * @param database empty
     * @param path where pg_restore is looked for, like PATH
     */
    public DatabaseRestore(Place database, String path) throws SQLException {
        this.database = database;
        this.connection = database.connect(SCRIPTS);
        this.pgRestore = PgProgram.onPath(path, "pg_restore");
    }

    /**
     * Takes the next file of a dump; reads it to its end.
     *
     * @throws BackupRefused when PostgreSQL does not take it
     */
    public void file(String name, InputStream content) throws IOException {
        try {
            if (name.startsWith(DatabaseDump.DUMP)) {
                toPgRestore(content);
            } else if (name.startsWith(DatabaseDump.ROWS)) {
                rows(name, content);
            } else {
                endOfRows();
                script(name, content.readAllBytes());
            }
        } catch (SQLException e) {
            throw new BackupRefused("PostgreSQL does not take " + name + ": " + e.getMessage(), e);
        }
    }

    private void script(String name, byte[] content) throws SQLException {
        switch (name) {
            case DatabaseDump.ROLES -> createRoles(new String(content, StandardCharsets.UTF_8));
            case DatabaseDump.BEFORE, DatabaseDump.AFTER ->
                JdbcServer.run(connection, new String(content, StandardCharsets.UTF_8));
            case DatabaseDump.FINGERPRINT -> expected = DatabaseDump.fingerprint(content);
            default ->
                throw new BackupRefused("the dump holds '" + name + "', which this version of Upkeep does not know");
        }
    }

    private void createRoles(String script) {
        List<String> missing = JdbcServer.createRoles(connection, script);
        if (!missing.isEmpty()) {
            throw new BackupRefused("the server of %s lacks the roles %s, and %s may not make them; create them first"
                    .formatted(database, missing, database.user()));
        }
    }

    private void toPgRestore(InputStream content) throws IOException {
        if (restoring == null) {
            Path program = pgRestore.orElseThrow(() -> new CannotRestore(
                    "the backup was made by pg_dump, and there is no pg_restore on the PATH here; install one as new as the"
                            + " server (apt-get install postgresql-client)"));
            restoring = PgProgram.start(
                    List.of(
                            program.toString(),
                            "--exit-on-error",
                            "--no-password",
                            "--no-tablespaces",
                            "--dbname=" + database.database()),
                    database);
        }
        try {
            content.transferTo(restoring.input());
        } catch (IOException ended) {
            throw new BackupRefused("pg_restore does not take the dump: " + restoring.said(), ended);
        }
    }

    private void rows(String name, InputStream content) throws IOException, SQLException {
        if (name.endsWith("/000000")) {
            endOfRows();
            String statement = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            copying = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
            return;
        }
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            copying.writeToCopy(buffer, 0, read);
        }
    }

    private void endOfRows() throws IOException, SQLException {
        if (copying != null) {
            copying.endCopy();
            copying = null;
        }
        if (restoring != null) {
            try (PgProgram ending = restoring) {
                ending.endInput();
                ending.requireSuccess("restore the dump");
            } finally {
                restoring = null;
            }
        }
    }

    /**
     * Compares.
     *
     * @return the fingerprint of both
     * @throws BackupRefused when they differ, in words
     */
    public Fingerprint compared() throws IOException {
        if (expected == null) {
            throw new BackupRefused("the dump ended without its fingerprint");
        }
        try (Connection looking = database.connect();
                JdbcSnapshot snapshot = JdbcSnapshot.of(looking)) {
            Optional<String> difference = expected.difference(snapshot.fingerprint());
            if (difference.isPresent()) {
                throw new BackupRefused("the restored database is not what was backed up: " + difference.get());
            }
            return expected;
        } catch (SQLException e) {
            throw new BackupRefused("the restored database cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (copying != null) {
                copying.cancelCopy();
            }
            if (restoring != null) {
                restoring.close();
            }
            connection.close();
        } catch (SQLException gone) {
            throw new IOException("the connection to " + database + " cannot be closed", gone);
        }
    }
}
