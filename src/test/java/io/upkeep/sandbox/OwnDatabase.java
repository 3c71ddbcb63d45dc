package io.upkeep.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A database with a name that no other process knows. A node whose server is gone goes on asking at its port, where another
 * test's server may be by then: it must not find a database there that it could work on.
 */
public final class OwnDatabase {

    private static final Map<EmbeddedPostgres, String> NAMES = new ConcurrentHashMap<>();

    private OwnDatabase() {}

    /** The JDBC URL of this server's, which is made when it is asked for first. */
    public static String of(EmbeddedPostgres server) {
        return server.getJdbcUrl("postgres", NAMES.computeIfAbsent(server, OwnDatabase::create));
    }

    private static String create(EmbeddedPostgres server) {
        String name = "own_%d_%d".formatted(ProcessHandle.current().pid(), System.nanoTime());
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException("no database can be made for the test", e);
        }
    }
}
