package io.upkeep.update;

import io.upkeep.target.Target;
import io.upkeep.text.Sha256;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** Migrations of a PostgreSQL of the estate. One node migrates a database at a time; a change waits 10 s for locks at most. */
final class JdbcMigrations {

    private static final long LOCK = 0x75706b6565704dL;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String LEDGER = """
            CREATE TABLE IF NOT EXISTS upkeep_migration (
                name text PRIMARY KEY, sha256 text NOT NULL, down text NOT NULL, run_id uuid NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
            """;

    /** One row of the ledger. */
    private record Applied(String name, String down) {}

    /** @param release whose migrations they are, for messages */
    List<String> apply(Target target, UUID run, String release, List<Migration> migrations) {
        if (migrations.isEmpty()) {
            return List.of();
        }
        List<String> applied = new ArrayList<>();
        try (Connection connection = connect(target)) {
            in(connection, LEDGER);
            connection.commit();
            for (Migration migration : migrations) {
                if (applyOne(connection, run, release, migration)) {
                    applied.add(migration.name());
                }
            }
        } catch (SQLException e) {
            throw refused(target, "cannot be reached; ask for the update again when it answers", e);
        }
        return applied;
    }

    private static boolean applyOne(Connection connection, UUID run, String release, Migration migration)
            throws SQLException {
        String sha256 = Sha256.of(migration.up());
        String before = text(connection, "SELECT sha256 FROM upkeep_migration WHERE name = ?", migration.name());
        if (before != null) {
            connection.rollback();
            if (before.equals(sha256)) {
                return false;
            }
            throw new UpdateRefused("migration %s was applied with another text; leave it as it was and write a new one"
                    .formatted(migration.name()));
        }
        try {
            in(connection, migration.up());
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO upkeep_migration (name, sha256, down, run_id) VALUES (?, ?, ?, ?)")) {
                insert.setString(1, migration.name());
                insert.setString(2, sha256);
                insert.setString(3, migration.down());
                insert.setObject(4, run);
                insert.executeUpdate();
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            throw new UpdateRefused(
                    "migration %s failed and left nothing behind: %s; %s"
                            .formatted(migration.name(), e.getMessage(), next(release, migration, e)),
                    e);
        }
    }

    private static String next(String release, Migration migration, SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                ? "others held a lock on what it changes for 10 s: ask for the update again when they have ended (upkeep run troubleshoot names them)"
                : "mend migrations/%s.up.sql of the release, then have it tested again: upkeep run test-update version=%s"
                        .formatted(migration.name(), release);
    }

    List<String> undo(Target target, UUID run) {
        List<String> undone = new ArrayList<>();
        try (Connection connection = connect(target)) {
            if (text(connection, "SELECT to_regclass(?)::text", "upkeep_migration") == null) {
                return undone;
            }
            for (Applied applied : of(connection, run)) {
                in(connection, applied.down());
                try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM upkeep_migration WHERE name = ?")) {
                    delete.setString(1, applied.name());
                    delete.executeUpdate();
                }
                connection.commit();
                undone.add(applied.name());
            }
            if (text(connection, "SELECT name FROM upkeep_migration WHERE name <> ? LIMIT 1", "") == null) {
                in(connection, "DROP TABLE upkeep_migration"); // as it was before the first migration
                connection.commit();
            }
        } catch (SQLException e) {
            throw refused(target, "cannot be put back; its ledger upkeep_migration has the SQL", e);
        }
        return undone;
    }

    private static List<Applied> of(Connection connection, UUID run) throws SQLException {
        List<Applied> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT name, down FROM upkeep_migration WHERE run_id = ? ORDER BY applied_at DESC, name DESC")) {
            select.setObject(1, run);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(new Applied(rows.getString("name"), rows.getString("down")));
                }
            }
        }
        return all;
    }

    private static void in(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql, String value) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, value);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static Connection connect(Target target) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", target.user());
        properties.setProperty("password", target.password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "1800");
        properties.setProperty("ApplicationName", "upkeep-migrations");
        properties.setProperty("options", "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s");
        int port = target.address().getPort() < 0 ? 5432 : target.address().getPort();
        String url = "jdbc:postgresql://" + target.address().getHost() + ":" + port
                + target.address().getRawPath();
        Connection connection = DriverManager.getConnection(url, properties);
        connection.setAutoCommit(false);
        // of the session, so it outlasts the transactions and ends with the connection
        in(connection, "SELECT pg_advisory_lock(" + LOCK + ")");
        connection.commit();
        return connection;
    }

    private static UpdateRefused refused(Target target, String what, SQLException e) {
        return new UpdateRefused(
                "%s (%s) %s: %s".formatted(target.name(), target.shownAddress(), what, e.getMessage()), e);
    }
}
