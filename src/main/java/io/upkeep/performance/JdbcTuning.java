package io.upkeep.performance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.target.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One session on a PostgreSQL of the estate, for work that makes it faster and loses nothing. A lock is waited for 10 s at most. */
final class JdbcTuning implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of tables of one's own: much that is dead, or much that the planner does not know of. */
    private static final String TO_VACUUM = """
            SELECT format('%I.%I', s.schemaname, s.relname) AS name, s.n_dead_tup::text AS figure
            FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
            WHERE pg_has_role(c.relowner, 'USAGE')
              AND (s.n_dead_tup > 1000 AND s.n_dead_tup > 0.05 * s.n_live_tup
                   OR s.n_mod_since_analyze > 1000 AND s.n_mod_since_analyze > 0.1 * s.n_live_tup)
            ORDER BY 1
            """;

    /**
     * B-trees of more than 1 MiB that take twice the room of one that is 90 % full: 8 bytes for a tuple's header, 4 for its
     * pointer, and the average widths of its columns. Those on expressions are left out: their width is not known.
     */
    private static final String BLOATED = """
            SELECT name, pg_size_pretty(bytes) AS figure FROM (
                SELECT format('%I.%I', n.nspname, c.relname) AS name, pg_relation_size(c.oid) AS bytes,
                    c.reltuples * (12 + 8 * ceil((
                        SELECT coalesce(sum(st.avg_width), 8) FROM pg_attribute a
                        JOIN pg_stats st ON st.schemaname = tn.nspname AND st.tablename = t.relname
                            AND st.attname = a.attname
                        WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey::int2[])) / 8.0)) / 0.9 AS expected
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
                JOIN pg_am am ON am.oid = c.relam
                WHERE am.amname = 'btree' AND i.indisvalid AND i.indexprs IS NULL AND c.reltuples >= 0
                  AND n.nspname NOT IN ('pg_catalog', 'pg_toast') AND pg_has_role(c.relowner, 'USAGE')) b
            WHERE bytes > 1048576 AND bytes > 2 * expected
            ORDER BY bytes DESC
            """;

    /** What a REINDEX CONCURRENTLY leaves behind that was cut off. */
    private static final String LEFT_OVER = """
            SELECT format('%I.%I', n.nspname, c.relname) AS name, '' AS figure
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND c.relname ~ '_ccnew[0-9]*$' AND pg_has_role(c.relowner, 'USAGE')
            """;

    private final Connection connection;

    private JdbcTuning(Connection connection) {
        this.connection = connection;
    }

    /** Connects; {@code readOnly} sessions cannot change anything. */
    static JdbcTuning connect(Target target, boolean readOnly) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", target.user());
        properties.setProperty("password", target.password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "3600");
        properties.setProperty("ApplicationName", "upkeep-tuning");
        properties.setProperty(
                "options", "-c lock_timeout=10s" + (readOnly ? " -c default_transaction_read_only=on" : ""));
        int port = target.address().getPort() < 0 ? 5432 : target.address().getPort();
        return new JdbcTuning(DriverManager.getConnection(
                "jdbc:postgresql://" + target.address().getHost() + ":" + port
                        + target.address().getRawPath(),
                properties));
    }

    /** Tables with the number of their dead rows; names are quoted. */
    Map<String, String> toVacuum() throws SQLException {
        return names(TO_VACUUM);
    }

    /** Indexes with their size; names are quoted. */
    Map<String, String> bloated() throws SQLException {
        return names(BLOATED);
    }

    void vacuum(String table) throws SQLException {
        execute("VACUUM (ANALYZE) " + table);
    }

    /** Beside the old one, which serves until the new one is there. */
    void rebuild(String index) throws SQLException {
        execute("REINDEX INDEX CONCURRENTLY " + index);
    }

    List<String> dropLeftOver() throws SQLException {
        List<String> names = new ArrayList<>(names(LEFT_OVER).keySet());
        for (String name : names) {
            execute("DROP INDEX CONCURRENTLY IF EXISTS " + name);
        }
        return names;
    }

    /** What the database itself says of a setting; null when it says nothing. */
    String ownSetting(String name) throws SQLException {
        return text("""
                SELECT split_part(entry, '=', 2) || coalesce(substr(entry, length(split_part(entry, '=', 1)
                    || split_part(entry, '=', 2)) + 2), '')
                FROM pg_db_role_setting s, unnest(setconfig) entry
                WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND setrole = 0
                  AND split_part(entry, '=', 1) = ?
                """, name);
    }

    /** What counts in this session; null when there is no such setting. */
    String effective(String name) throws SQLException {
        return text("SELECT current_setting(?, true)", name);
    }

    /** Sets it for new sessions of this database; null takes the database's own word back. */
    void alter(String name, String value) throws SQLException {
        String statement = value == null
                ? text("SELECT format('ALTER DATABASE %I RESET %I', current_database(), ?)", name)
                : text("SELECT format('ALTER DATABASE %I SET %I = %L', current_database(), ?, ?)", name, value);
        execute(statement);
    }

    /**
     * How long each query takes on the server, in ms, round after round on all sides, so that whatever else the machine does
     * meets all of them alike.
     *
     * @param sides settings of the session
     * @return for each side, by query, a value per round
     */
    List<Map<String, List<Double>>> measure(
            Map<String, String> queries, int rounds, int warmUp, List<Map<String, String>> sides) throws SQLException {
        List<Map<String, List<Double>>> times = new ArrayList<>();
        sides.forEach(side -> times.add(new LinkedHashMap<>()));
        for (int round = -warmUp; round < rounds; round++) {
            for (int side = 0; side < sides.size(); side++) {
                for (Map.Entry<String, String> setting : sides.get(side).entrySet()) {
                    text("SELECT set_config(?, ?, false)", setting.getKey(), setting.getValue());
                }
                for (Map.Entry<String, String> query : queries.entrySet()) {
                    double took = took(query.getValue());
                    if (round >= 0) {
                        times.get(side)
                                .computeIfAbsent(query.getKey(), name -> new ArrayList<>())
                                .add(took);
                    }
                }
            }
        }
        return times;
    }

    private double took(String query) throws SQLException {
        try {
            JsonNode plan = JSON.readTree(text("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + query))
                    .path(0);
            return plan.path("Planning Time").asDouble()
                    + plan.path("Execution Time").asDouble();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL explained a query, but not in JSON", e);
        }
    }

    private Map<String, String> names(String sql) throws SQLException {
        Map<String, String> names = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                names.put(rows.getString(1), rows.getString(2));
            }
        }
        return names;
    }

    private String text(String sql, String... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
