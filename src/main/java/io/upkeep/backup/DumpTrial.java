package io.upkeep.backup;

import io.upkeep.backup.database.CannotRestore;
import io.upkeep.backup.database.DatabaseRestore;
import io.upkeep.backup.database.TrialServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Restores the database dumps of an archive as its files come, each into a server of its own to throw away, and compares each
 * with its fingerprint. Other files are passed on.
 */
final class DumpTrial implements Verification.FileTaker, AutoCloseable {

    private static final Pattern DUMP = Pattern.compile("database/([^/]+)/(\\d-.+)");

    private final Path directory;
    private final String path;
    private final Instant until;
    private final Verification.FileTaker others;
    private String database = "";
    private TrialServer server;
    private DatabaseRestore restore;
    private int databases;
    private long rows;
    private Instant newestRow;

    /**
     * @param until when the backup was taken: later points in time in the data are plans, not its age
     * @param others takes the files that belong to no dump
     */
    DumpTrial(Path directory, String path, Instant until, Verification.FileTaker others) {
        this.directory = directory;
        this.path = path;
        this.until = until;
        this.others = others;
    }

    /** Whether it belongs to a dump. */
    static boolean isDump(String name) {
        return DUMP.matcher(name).matches();
    }

    @Override
    public void take(String name, InputStream content) throws IOException {
        Matcher dump = DUMP.matcher(name);
        if (!dump.matches()) {
            others.take(name, content);
            return;
        }
        if (!dump.group(1).equals(database)) {
            compare();
            database = dump.group(1);
            start();
        }
        restore.file(dump.group(2), content);
    }

    private void start() {
        databases++;
        server = TrialServer.start(directory.resolve("postgresql-" + databases));
        try {
            restore = new DatabaseRestore(server.database(), path);
        } catch (SQLException e) {
            throw new CannotRestore("the throw-away PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    /** Compares the last database; to be called when all files were taken. */
    void compare() throws IOException {
        if (restore == null) {
            return;
        }
        try (TrialServer ending = server;
                DatabaseRestore restored = restore) {
            rows += restored.compared().rows();
            ending.newestRow(until)
                    .filter(newest -> newestRow == null || newest.isAfter(newestRow))
                    .ifPresent(newest -> newestRow = newest);
        } finally {
            server = null;
            restore = null;
        }
    }

    int databases() {
        return databases;
    }

    long rows() {
        return rows;
    }

    Optional<Instant> newestRow() {
        return Optional.ofNullable(newestRow);
    }

    @Override
    public void close() throws IOException {
        if (restore != null) {
            restore.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
