package io.upkeep.backup;

import io.upkeep.backup.SchemaOrder.Need;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The schema as SQL, read from the system catalogs in one REPEATABLE READ READ ONLY transaction: for machines without a
 * pg_dump. Kinds of objects that it cannot write are refused, never left out. docs/adr/schema-without-pg-dump.md.
 */
final class JdbcSchemaDump {

    private static final String BEGIN = """
            SET statement_timeout = 0;
            SET check_function_bodies = false;
            SET client_min_messages = warning;
            SELECT pg_catalog.set_config('search_path', '', false);
            """;

    private final Connection connection;

    JdbcSchemaDump(Connection connection) {
        this.connection = connection;
    }

    /** Writes the schema; returns what made it. */
    String dump(Path file) throws SQLException, IOException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        try {
            write(file, JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            return "system catalogs over JDBC (PostgreSQL "
                    + connection.getMetaData().getDatabaseProductVersion()
                    + ", no pg_dump of this version on the PATH)";
        } finally {
            connection.rollback();
        }
    }

    private static void write(Path file, JdbcClient jdbc) throws IOException {
        jdbc.sql("SELECT set_config('search_path', '', true)")
                .query(String.class)
                .single();
        requireNothingElse(jdbc);
        Map<String, String> aliases = new HashMap<>();
        jdbc.sql(JdbcSchemaCatalog.ALIASES)
                .query((row, n) -> aliases.put(row.getString("key"), row.getString("object")))
                .list();
        List<SchemaObject> objects = new ArrayList<>();
        JdbcSchemaCatalog.OBJECTS.forEach(sql ->
                objects.addAll(jdbc.sql(sql).query(JdbcSchemaDump::object).list()));
        List<Need> needs = jdbc.sql(JdbcSchemaCatalog.NEEDS)
                .query((row, n) ->
                        new Need(resolved(aliases, row.getString("key")), resolved(aliases, row.getString("needed"))))
                .list();
        Set<String> known = new HashSet<>();
        objects.forEach(object -> known.add(object.key()));
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(BEGIN);
            for (SchemaObject object : SchemaOrder.of(objects, needs)) {
                out.write("\n" + object.statement() + "\n");
            }
            for (String sql : JdbcSchemaCatalog.ABOUT_OBJECTS) {
                for (SchemaObject about :
                        jdbc.sql(sql).query(JdbcSchemaDump::object).list()) {
                    if (known.contains(resolved(aliases, about.key()))) {
                        out.write("\n" + about.statement() + "\n");
                    }
                }
            }
        }
    }

    private static void requireNothingElse(JdbcClient jdbc) {
        List<String> others =
                jdbc.sql(JdbcSchemaCatalog.NOT_WRITTEN).query(String.class).list();
        if (!others.isEmpty()) {
            throw new BackupRefused("the schema holds what only pg_dump can write: " + others
                    + "; install a pg_dump as new as the server (apt-get install postgresql-client)");
        }
    }

    /** Row types, index-backed constraints, view rules and members of extensions stand for what made them. */
    private static String resolved(Map<String, String> aliases, String key) {
        String at = key;
        for (int i = 0; i < 4 && aliases.containsKey(at); i++) {
            at = aliases.get(at);
        }
        return at;
    }

    private static SchemaObject object(ResultSet row, int n) throws SQLException {
        return new SchemaObject(
                row.getString("key"), row.getInt("rank"), row.getString("name"), row.getString("statement"));
    }
}
