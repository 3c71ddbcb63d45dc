package io.upkeep.backup.database;

import io.upkeep.backup.database.SchemaOrder.Need;
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
public final class JdbcSchemaDump {

    private final Connection connection;

    /** On a connection of the caller's. */
    public JdbcSchemaDump(Connection connection) {
        this.connection = connection;
    }

    /** Writes the schema; returns what made it. */
    public String dump(Path file) throws SQLException, IOException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        try {
            Schema schema = read(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            Files.writeString(file, schema.requireWhole().script(), StandardCharsets.UTF_8);
            return madeBy(connection);
        } finally {
            connection.rollback();
        }
    }

    static String madeBy(Connection connection) throws SQLException {
        return "system catalogs over JDBC (PostgreSQL "
                + connection.getMetaData().getDatabaseProductVersion()
                + ", no pg_dump of this version on the PATH)";
    }

    /** Reads the schema in the transaction that is open. */
    static Schema read(JdbcClient jdbc) {
        jdbc.sql("SELECT set_config('search_path', '', true)")
                .query(String.class)
                .single();
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
        List<SchemaObject> about = new ArrayList<>();
        JdbcSchemaCatalog.ABOUT_OBJECTS.forEach(sql -> jdbc.sql(sql).query(JdbcSchemaDump::object).list().stream()
                .filter(said -> known.contains(resolved(aliases, said.key())))
                .forEach(about::add));
        List<String> others =
                jdbc.sql(JdbcSchemaCatalog.NOT_WRITTEN).query(String.class).list();
        return new Schema(SchemaOrder.of(objects, needs), about, others);
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
