package io.upkeep.backup.database;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One look at a database: everything asked of it is as of the same moment. Values are written in one way, whatever the
 * server's or the user's settings are. Changes nothing; ends with {@link #close()}, the connection stays the caller's.
 */
final class JdbcSnapshot implements AutoCloseable {

    private static final String ONE_WAY = """
            SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC';
            SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C';
            SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s';
            SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL search_path = ''
            """;
    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname) AS name,
                (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY n.nspname, c.relname
            """;
    private static final String SEQUENCES = """
            SELECT format('%I.%I', schemaname, sequencename) AS name, last_value FROM pg_catalog.pg_sequences
            WHERE increment_by > 0 AND NOT cycle ORDER BY schemaname, sequencename
            """;
    private static final String SET_SEQUENCES = """
            SELECT format('SELECT pg_catalog.setval(%L, %s, %s);', format('%I.%I', schemaname, sequencename),
                coalesce(last_value, start_value), (last_value IS NOT NULL)::text)
            FROM pg_catalog.pg_sequences ORDER BY schemaname, sequencename
            """;
    private static final String FILLED_VIEWS = """
            SELECT 'pg_class:' || oid FROM pg_catalog.pg_class WHERE relkind = 'm' AND relispopulated
            """;
    /** Roles with what they may, without their passwords; who is a member of what. */
    private static final String ROLES = """
            SELECT format('CREATE ROLE %I %s%s%s%s;', rolname, CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
                CASE WHEN rolcreatedb THEN ' CREATEDB' END, CASE WHEN rolcreaterole THEN ' CREATEROLE' END,
                CASE WHEN NOT rolinherit THEN ' NOINHERIT' END)
            FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname
            """;

    private final Connection connection;
    private final JdbcClient jdbc;

    private JdbcSnapshot(Connection connection) {
        this.connection = connection;
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /** A table with the columns that have values of their own; null when it has none. */
    record Rows(String table, String columns) {

        private String named() {
            return table + (columns == null ? "" : " (" + columns + ")");
        }

        String copyIn() {
            return "COPY " + named() + " FROM STDIN";
        }

        private String copyOut() {
            return columns == null ? "COPY (SELECT FROM " + table + ") TO STDOUT" : "COPY " + named() + " TO STDOUT";
        }
    }

    static JdbcSnapshot of(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        JdbcSnapshot snapshot = new JdbcSnapshot(connection);
        for (String setting : ONE_WAY.split(";", -1)) {
            snapshot.jdbc.sql(setting).update();
        }
        return snapshot;
    }

    /** The name by which a pg_dump joins this snapshot, for as long as it is open. */
    String export() {
        return text("SELECT pg_catalog.pg_export_snapshot()");
    }

    Schema schema() {
        return JdbcSchemaDump.read(jdbc);
    }

    List<String> roles() {
        return jdbc.sql(ROLES).query(String.class).list();
    }

    List<Rows> tables() {
        return jdbc.sql(TABLES)
                .query((row, n) -> new Rows(row.getString("name"), row.getString("columns")))
                .list();
    }

    /** What brings sequences and filled materialized views to where they are. */
    String lastTouches(Schema schema) {
        StringBuilder text = new StringBuilder("\n");
        jdbc.sql(SET_SEQUENCES)
                .query(String.class)
                .list()
                .forEach(set -> text.append(set).append('\n'));
        Set<String> filled =
                new HashSet<>(jdbc.sql(FILLED_VIEWS).query(String.class).list());
        schema.objects().stream()
                .filter(object -> filled.contains(object.key()))
                .forEach(view -> text.append("REFRESH MATERIALIZED VIEW ")
                        .append(view.statement().split("\\s+", 5)[3])
                        .append(";\n"));
        return text.toString();
    }

    /** Copies a table's rows out, hashing each. */
    Fingerprint.Table copy(Rows rows, OutputStream out) throws SQLException, IOException {
        RowHash hash = new RowHash();
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(rows.copyOut());
        try {
            for (byte[] bytes = copy.readFromCopy(); bytes != null; bytes = copy.readFromCopy()) {
                hash.update(bytes, 0, bytes.length);
                out.write(bytes);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return hash.of(rows.table());
    }

    long largeObjects() {
        return jdbc.sql("SELECT count(*) FROM pg_catalog.pg_largeobject_metadata")
                .query(Long.class)
                .single();
    }

    /** The fingerprint of a schema and of rows that were copied. */
    Fingerprint fingerprint(Schema schema, List<Fingerprint.Table> tables) {
        return new Fingerprint(
                text("SHOW server_version"),
                text("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"),
                schema.hashes(),
                largeObjects(),
                tables,
                jdbc.sql(SEQUENCES)
                        .query((row, n) -> new Fingerprint.Sequence(
                                row.getString("name"), row.getObject("last_value", Long.class)))
                        .list());
    }

    /** The fingerprint of all there is. */
    Fingerprint fingerprint() throws SQLException, IOException {
        Schema schema = schema();
        List<Fingerprint.Table> tables = new ArrayList<>();
        for (Rows rows : tables()) {
            tables.add(copy(rows, OutputStream.nullOutputStream()));
        }
        return fingerprint(schema, tables);
    }

    private String text(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
        }
    }
}
