package io.upkeep.backup.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A server to throw away with one empty database, in which a dump is tried. Gone with everything in it when closed. */
public final class TrialServer implements AutoCloseable {

    private static final String DATABASE = "restored";

    private final ThrowAwayPostgres server;

    private TrialServer(ThrowAwayPostgres server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param directory empty or not there; the files go there
     * @throws CannotRestore when that is not possible here
     */
    public static TrialServer start(Path directory) {
        try {
            ThrowAwayPostgres server = ThrowAwayPostgres.start(directory);
            try (Connection connection = server.place().connect()) {
                JdbcServer.create(connection, DATABASE);
            }
            return new TrialServer(server);
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new CannotRestore(
                    "a throw-away PostgreSQL cannot be started in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The empty database. */
    public Place database() {
        return server.place().database(DATABASE);
    }

    /** The newest row in it, as far as columns with points in time tell. */
    public Optional<Instant> newestRow(Instant until) {
        try (Connection connection = database().connect()) {
            return JdbcServer.newestRow(connection, until);
        } catch (SQLException e) {
            throw new CannotRestore("the throw-away PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
