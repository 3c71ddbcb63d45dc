package io.upkeep.setting;

import io.upkeep.target.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * {@code ALTER SYSTEM} of a PostgreSQL of the estate. Its login needs, from PostgreSQL 15 on, no superuser: {@code GRANT ALTER
 * SYSTEM ON PARAMETER …}, and EXECUTE on {@code pg_reload_conf} and {@code pg_show_all_file_settings} in the database {@code postgres}.
 */
final class JdbcSettings {

    /** The others are taken over by a restart only, or cannot be set at all. */
    private static final Set<String> BY_RELOAD = Set.of("sighup", "superuser", "user", "backend", "superuser-backend");

    private static final int TRIES = 100;

    /** What tells a server, as long as it runs, from every other: a standby has its primary's identifier, but not its start. */
    private static final String SERVER =
            "SELECT system_identifier || ' ' || pg_postmaster_start_time() FROM pg_control_system() WHERE ? <> ''";

    private static final String NOT_CONNECTED = "08";

    void require(Target target, Map<String, String> settings) {
        List<String> mistakes = new ArrayList<>();
        try (Connection connection = connect(target)) {
            for (String name : settings.keySet()) {
                String context = text(connection, "SELECT context FROM pg_settings WHERE name = ?", name);
                if (context == null) {
                    mistakes.add(name + " is no setting of this server");
                } else if (!BY_RELOAD.contains(context)) {
                    mistakes.add(name + " is taken over by a restart only; change it by hand in a window");
                }
            }
        } catch (SQLException e) {
            throw refused(target, "cannot be asked for its settings", e);
        }
        if (!mistakes.isEmpty()) {
            throw new SettingsRefused(target.name() + ": " + String.join("; ", mistakes));
        }
    }

    /** The server of a database; as long as it runs no other is named so. */
    String server(Target target) {
        try (Connection connection = connect(target)) {
            return text(connection, SERVER, "now");
        } catch (SQLException e) {
            throw refused(target, "cannot be asked which server it is", e);
        }
    }

    /** Whether the database is of that server, which answers: one that does not answer is of another. */
    boolean isServer(Target target, String server) {
        try (Connection connection = connect(target)) {
            return server.equals(text(connection, SERVER, "now"));
        } catch (SQLException e) {
            return false;
        }
    }

    Map<String, String> written(Target target) {
        Map<String, String> written = new HashMap<>();
        try (Connection connection = connect(target);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT name, setting FROM pg_file_settings
                        WHERE sourcefile LIKE '%postgresql.auto.conf' ORDER BY seqno
                        """)) {
            while (rows.next()) {
                written.put(rows.getString("name"), rows.getString("setting"));
            }
        } catch (SQLException e) {
            throw refused(
                    target,
                    "cannot be asked for its settings; it takes GRANT EXECUTE ON FUNCTION pg_show_all_file_settings",
                    e);
        }
        return written;
    }

    void write(Target target, Map<String, String> settings) {
        try (Connection connection = connect(target);
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                String name = statement.enquoteIdentifier(setting.getKey(), true);
                statement.execute(
                        setting.getValue() == null
                                ? "ALTER SYSTEM RESET " + name
                                : "ALTER SYSTEM SET " + name + " = " + statement.enquoteLiteral(setting.getValue()));
            }
            String before = text(connection, "SELECT clock_timestamp()::text WHERE ? <> ''", "now");
            statement.execute("SELECT pg_reload_conf()");
            awaitReload(target, before);
        } catch (SQLException e) {
            throw refused(target, "did not take the settings", e);
        }
    }

    /** Asked on new connections: they begin with what the server has read. */
    private static void awaitReload(Target target, String since) throws SQLException {
        for (int tries = 0; tries < TRIES; tries++) {
            try (Connection connection = connect(target)) {
                if (text(connection, "SELECT 'read' WHERE pg_conf_load_time() >= ?::timestamptz", since) != null) {
                    return;
                }
                text(connection, "SELECT pg_sleep(0.1)::text WHERE ? <> ''", since);
            }
        }
        throw new SettingsRefused(target.name() + " did not read its settings again within 10 s; see its log");
    }

    void verify(Target target, Map<String, String> settings) {
        List<String> wrong = wrong(target, settings);
        if (!wrong.isEmpty()) {
            throw new SettingsRefused(target.name() + " does not run with " + String.join("; ", wrong));
        }
    }

    private List<String> wrong(Target target, Map<String, String> settings) {
        Map<String, String> written = written(target);
        List<String> wrong = new ArrayList<>();
        try (Connection connection = connect(target)) {
            settings.forEach((name, value) -> {
                if (!java.util.Objects.equals(value, written.get(name))) {
                    wrong.add(name + ": " + written.get(name) + " is written, not " + value);
                }
            });
            for (String name : settings.keySet()) {
                String why = text(connection, """
                        SELECT coalesce(min(file.error), 'the server does not use it')
                        FROM pg_settings s JOIN pg_file_settings file USING (name)
                        WHERE name = ? AND file.sourcefile LIKE '%postgresql.auto.conf'
                        HAVING bool_or(NOT file.applied) OR bool_or(s.pending_restart) OR bool_or(s.source = 'default')
                        """, name);
                if (why != null) {
                    wrong.add(name + ": " + why);
                }
            }
        } catch (SQLException e) {
            throw refused(target, "cannot be asked for its settings", e);
        }
        return wrong;
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
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "upkeep-settings");
        int port = target.address().getPort() < 0 ? 5432 : target.address().getPort();
        // settings are the server's: rights to change them that are given in the estate's own database would be part of
        // its backups, and who restores those may not give them
        return DriverManager.getConnection(
                "jdbc:postgresql://" + target.address().getHost() + ":" + port + "/postgres", properties);
    }

    private static SettingsRefused refused(Target target, String what, SQLException e) {
        boolean away = String.valueOf(e.getSQLState()).startsWith(NOT_CONNECTED);
        return new SettingsRefused(
                "%s (%s) %s: %s"
                        .formatted(
                                target.name(), target.shownAddress(), away ? "does not answer" : what, e.getMessage()),
                e);
    }
}
