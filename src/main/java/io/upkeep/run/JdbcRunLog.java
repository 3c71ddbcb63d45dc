package io.upkeep.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Runs' logs in PostgreSQL. */
@Repository
class JdbcRunLog implements RunLog {

    private static final String CHOSEN = """
            SELECT id, run_id, at, phase, step, host, stream, text FROM run_log
            WHERE run_id = :run AND id > :after AND id < :before
                AND (:host::text IS NULL OR host = :host)
                AND (:step::text IS NULL OR regexp_replace(step, '(\\[[0-9.]+\\])?(~[0-9]+)?$', '') = :step)
                AND (:stream::text IS NULL OR stream = :stream)
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcRunLog(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void add(List<LogEntry> entries) {
        jdbc.sql("""
                        INSERT INTO run_log (run_id, at, phase, step, host, stream, text)
                        SELECT e.run, e.at, e.phase, e.step, e.host, e.stream, e.text
                        FROM json_to_recordset(:entries::json) AS e (n int, run uuid, at timestamptz, phase text,
                            step text, host text, stream text, text text)
                        ORDER BY e.n
                        """).param("entries", rows(entries)).update();
    }

    private String rows(List<LogEntry> entries) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (LogEntry entry : entries) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("n", rows.size());
            row.put("run", entry.run().toString());
            row.put("at", entry.at().toString());
            row.put("phase", entry.phase().name());
            row.put("step", entry.step());
            row.put("host", entry.host());
            row.put("stream", entry.stream().name());
            row.put("text", entry.text());
            rows.add(row);
        }
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("entries of a log cannot be written as JSON", e);
        }
    }

    @Override
    public List<LogEntry> read(UUID run, Choice choice, long after, int most) {
        return entries(CHOSEN + " ORDER BY id LIMIT :most", run, choice, after, Long.MAX_VALUE, most);
    }

    @Override
    public List<LogEntry> readBack(UUID run, Choice choice, long before, int most) {
        return entries(CHOSEN + " ORDER BY id DESC LIMIT :most", run, choice, 0, before, most).stream()
                .sorted(Comparator.comparingLong(LogEntry::id))
                .toList();
    }

    @Override
    public List<String> hosts(UUID run) {
        return jdbc.sql("SELECT DISTINCT host FROM run_log WHERE run_id = :run AND host IS NOT NULL ORDER BY host")
                .param("run", run)
                .query(String.class)
                .list();
    }

    private List<LogEntry> entries(String sql, UUID run, Choice choice, long after, long before, int most) {
        return jdbc.sql(sql)
                .param("run", run)
                .param("after", after)
                .param("before", before)
                .param("host", choice.host())
                .param("step", choice.step())
                .param(
                        "stream",
                        choice.stream() == null ? null : choice.stream().name())
                .param("most", most)
                .query((row, n) -> entry(row))
                .list();
    }

    private static LogEntry entry(ResultSet row) throws SQLException {
        return new LogEntry(
                row.getLong("id"),
                row.getObject("run_id", UUID.class),
                row.getTimestamp("at").toInstant(),
                Phase.valueOf(row.getString("phase")),
                row.getString("step"),
                row.getString("host"),
                LogEntry.Stream.valueOf(row.getString("stream")),
                row.getString("text"));
    }
}
