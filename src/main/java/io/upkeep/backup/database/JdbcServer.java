package io.upkeep.backup.database;

import io.upkeep.backup.BackupRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What is asked of and done to a PostgreSQL server around a restore. Names are quoted by the server. */
final class JdbcServer {

    private static final Pattern CREATE_ROLE = Pattern.compile("CREATE ROLE (\"(?:[^\"]|\"\")+\"|[^\\s\"]+) .*");

    private JdbcServer() {}

    private static JdbcClient on(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    static void setPassword(Connection connection, String user, String password) {
        execute(connection, "ALTER ROLE %I PASSWORD %L", user, password);
    }

    static void reload(Connection connection) {
        on(connection).sql("SELECT pg_reload_conf()").query(Boolean.class).single();
    }

    static boolean exists(Connection connection, String database) {
        return on(connection)
                .sql("SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = :name)")
                .param("name", database)
                .query(Boolean.class)
                .single();
    }

    static void create(Connection connection, String database) {
        execute(connection, "CREATE DATABASE %I TEMPLATE template0 ENCODING 'UTF8'", database);
    }

    static void drop(Connection connection, String database) {
        execute(connection, "DROP DATABASE IF EXISTS %I WITH (FORCE)", database);
    }

    /** Ends whoever is connected, and gives the database another name. */
    static void rename(Connection connection, String from, String to) {
        on(connection)
                .sql(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()")
                .param("name", from)
                .query(Boolean.class)
                .list();
        execute(connection, "ALTER DATABASE %I RENAME TO %I", from, to);
    }

    /** Makes the roles that are not there; returns those that could not be made. */
    static List<String> createRoles(Connection connection, String script) {
        List<String> known = on(connection)
                .sql("SELECT quote_ident(rolname) FROM pg_catalog.pg_roles")
                .query(String.class)
                .list();
        List<String> missing = new ArrayList<>();
        for (String statement : script.split("\n", -1)) {
            Matcher role = CREATE_ROLE.matcher(statement);
            if (role.matches() && !known.contains(role.group(1)) && !made(connection, statement)) {
                missing.add(role.group(1));
            }
        }
        return missing;
    }

    private static boolean made(Connection connection, String statement) {
        try {
            run(connection, statement);
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }

    /** Runs a script as it is: several statements, no parameters. */
    static void run(Connection connection, String script) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    /** The newest point in time, not later than {@code until}, in any column of the tables: how new the data is. */
    static Optional<Instant> newestRow(Connection connection, Instant until) {
        List<String> questions = on(connection)
                .sql("""
                        SELECT format('SELECT %s FROM ONLY %I.%I',
                            string_agg(format('max(%1$I) FILTER (WHERE %1$I <= %2$L)', a.attname, :until), ', '),
                            n.nspname, c.relname)
                        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                        WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                          AND a.atttypid = 'timestamptz'::regtype
                        GROUP BY n.nspname, c.relname
                        """)
                .param("until", until.toString())
                .query(String.class)
                .list();
        return questions.stream()
                .flatMap(question -> instants(connection, question).stream())
                .max(Instant::compareTo);
    }

    private static List<Instant> instants(Connection connection, String question) {
        List<Instant> found = new ArrayList<>();
        on(connection)
                .sql(question.replaceFirst("^SELECT (.*) FROM ONLY", "SELECT greatest($1) FROM ONLY"))
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)))
                .list()
                .forEach(time -> time.ifPresent(value -> found.add(value.toInstant())));
        return found;
    }

    /** Fills names (%I) and texts (%L) into a statement, quoted by the server, and runs it. */
    private static void execute(Connection connection, String template, String... values) {
        String sql = on(connection)
                .sql("SELECT format(:template, VARIADIC :values::text[])")
                .param("template", template)
                .param("values", values)
                .query(String.class)
                .single();
        try {
            run(connection, sql);
        } catch (SQLException e) {
            // a text may be a password: it takes its place in the order, and is not shown
            String shown = template.replace("%I", "%s").replace("%L", "'%.0s…'").formatted((Object[]) values);
            throw new BackupRefused("the server refused '%s': %s".formatted(shown, e.getMessage()), e);
        }
    }
}
