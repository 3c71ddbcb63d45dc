package io.upkeep.backup.database;

import io.upkeep.backup.BackupRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The server of a place: which databases it has, and their names. Its user needs CREATEDB. */
public final class DatabaseServer {

    private static final String ALWAYS_THERE = "postgres";

    private static final Set<String> ITS_OWN = Set.of(ALWAYS_THERE, "template0", "template1");

    private final Place server;

    /** The server that a database is on. */
    public DatabaseServer(Place database) {
        this.server = database.database(ALWAYS_THERE);
    }

    /** Whether every server has a database of this name for itself: nothing may take its place. */
    public static boolean needs(String database) {
        return ITS_OWN.contains(database);
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Whether it has a database of this name. */
    public boolean has(String database) {
        return ask(connection -> JdbcServer.exists(connection, database));
    }

    /** Makes an empty database; one of this name goes. */
    public void createAfresh(String database) {
        ask(connection -> {
            JdbcServer.drop(connection, database);
            JdbcServer.create(connection, database);
            return true;
        });
    }

    /** Removes a database, if it is there. */
    public void drop(String database) {
        ask(connection -> {
            JdbcServer.drop(connection, database);
            return true;
        });
    }

    /** Gives a database another name; whoever is connected to it is cut off. */
    public void rename(String from, String to) {
        ask(connection -> {
            JdbcServer.rename(connection, from, to);
            return true;
        });
    }

    /**
     * Gives a database the settings, rights, limit, comment and owner of another one.
     *
     * @return what the server refused to this login, for people
     */
    public List<String> likeBefore(String before, String database) {
        return ask(connection -> JdbcDatabaseTraits.copy(connection, before, database));
    }

    private <T> T ask(Work<T> work) {
        try (Connection connection = server.connect()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new BackupRefused(
                    "the server of %s does not do it: %s; check that it runs and that %s has CREATEDB"
                            .formatted(server, e.getMessage(), server.user()),
                    e);
        }
    }
}
