package io.upkeep.backup.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.upkeep.backup.BackupRefused;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A whole database as files, with the fingerprint of the same snapshot: {@code 1-roles.sql}, then what pg_dump made
 * ({@code 3-dump/…}) or, where there is none, the schema before the rows, every table's rows as COPY's text, and the schema
 * after them; last {@code 5-fingerprint.json}. Memory does not grow with the database; every row is read once, or twice when
 * pg_dump reads them too. docs/adr/0034-a-backup-is-verified-when-it-was-restored.md.
 */
public final class DatabaseDump {

    static final String ROLES = "1-roles.sql";
    static final String BEFORE = "2-before-rows.sql";
    static final String ROWS = "3-rows/";
    static final String DUMP = "3-dump";
    static final String AFTER = "4-after-rows.sql";
    static final String FINGERPRINT = "5-fingerprint.json";
    static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Place database;
    private final String path;
    private final byte[] buffer = new byte[Parts.SIZE];

    /** @param path where pg_dump is looked for, like PATH; empty for never */
    public DatabaseDump(Place database, String path) {
        this.database = database;
        this.path = path;
    }

    /** What made it, and what was in it. */
    public record Dumped(String madeBy, Fingerprint fingerprint) {}

    /**
     * Writes the dump.
     *
     * @throws BackupRefused when the database cannot be asked, or cannot be dumped as a whole
     */
    public Dumped writeTo(DumpWriter files) throws IOException {
        try (Connection connection = database.connect();
                JdbcSnapshot snapshot = JdbcSnapshot.of(connection)) {
            file(files, ROLES, String.join("\n", snapshot.roles()) + "\n");
            Optional<PgDump> pgDump =
                    PgDump.onPath(path, connection.getMetaData().getDatabaseMajorVersion());
            Dumped dumped = pgDump.isPresent()
                    ? byPgDump(pgDump.get(), snapshot, connection, files)
                    : byCopy(snapshot, connection, files);
            file(files, FINGERPRINT, JSON.writeValueAsString(dumped.fingerprint()));
            return dumped;
        } catch (SQLException e) {
            throw new BackupRefused(
                    database + " cannot be dumped: " + e.getMessage()
                            + "; check that it runs and what its user may read",
                    e);
        }
    }

    private Dumped byPgDump(PgDump pgDump, JdbcSnapshot snapshot, Connection connection, DumpWriter files)
            throws IOException, SQLException {
        String exported = snapshot.export();
        FutureTask<Fingerprint> fingerprint = new FutureTask<>(snapshot::fingerprint);
        Thread reader = new Thread(fingerprint, "fingerprint");
        reader.setDaemon(true);
        reader.start();
        boolean dumped = false;
        try (OutputStream parts = new Parts(files, DUMP, buffer)) {
            String madeBy = pgDump.stream(database, exported, parts);
            dumped = true;
            return new Dumped(madeBy, result(fingerprint));
        } catch (BackupRefused failed) {
            if (fingerprint.isDone()) {
                // it ended first, and its snapshot with it: its failure is the cause
                result(fingerprint);
            }
            throw failed;
        } finally {
            if (!dumped) {
                connection.abort(Runnable::run);
            }
        }
    }

    private static Fingerprint result(FutureTask<Fingerprint> fingerprint) throws IOException, SQLException {
        try {
            return fingerprint.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupRefused("the dump was interrupted; run the backup again", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw new SQLException(sql.getMessage(), sql.getSQLState(), sql);
            }
            throw new IOException(
                    "the rows could not be hashed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private Dumped byCopy(JdbcSnapshot snapshot, Connection connection, DumpWriter files)
            throws IOException, SQLException {
        Schema schema = snapshot.schema().requireWhole();
        if (snapshot.largeObjects() > 0) {
            throw new BackupRefused(
                    database + " has large objects, which only pg_dump can write; install one as new as the"
                            + " server (apt-get install postgresql-client)");
        }
        file(files, BEFORE, schema.beforeRows());
        List<Fingerprint.Table> tables = new ArrayList<>();
        for (JdbcSnapshot.Rows rows : snapshot.tables()) {
            String place = "%s%05d".formatted(ROWS, tables.size() + 1);
            file(files, place + "/000000", rows.copyIn());
            try (OutputStream parts = new Parts(files, place, buffer)) {
                tables.add(snapshot.copy(rows, parts));
            }
        }
        file(files, AFTER, schema.afterRows() + snapshot.lastTouches(schema));
        return new Dumped(JdbcSchemaDump.madeBy(connection) + ", rows by COPY", snapshot.fingerprint(schema, tables));
    }

    private static void file(DumpWriter files, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        files.file(name, bytes, bytes.length);
    }

    static Fingerprint fingerprint(byte[] json) {
        try {
            return JSON.readValue(json, Fingerprint.class);
        } catch (JsonProcessingException e) {
            throw new BackupRefused("the backup's fingerprint cannot be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
