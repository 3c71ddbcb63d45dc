package io.upkeep.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Reads what happened from the tables of those who wrote it down; changes nothing. */
@Repository
class JdbcActivity implements Activity {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcActivity(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public List<Done> runs(Instant from, Instant until) {
        Map<UUID, List<Step>> steps = within("""
                        SELECT step.run_id, step.phase, step.path, step.state, step.started_at, step.failure,
                            CASE WHEN step.state <> 'STARTED' THEN step.finished_at END AS finished_at
                        FROM step JOIN run ON run.id = step.run_id
                        WHERE run.requested_at >= :from AND run.requested_at < :until
                            AND step.path NOT LIKE '%/%' AND step.iteration = ''
                            AND (run.requested_by NOT LIKE 'timer:%' OR run.state <> 'SUCCEEDED')
                        ORDER BY step.position
                        """, from, until)
                .query((row, n) -> Map.entry(row.getObject("run_id", UUID.class), step(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return within("""
                        SELECT * FROM run WHERE requested_at >= :from AND requested_at < :until ORDER BY requested_at, id
                        """, from, until)
                .query((row, n) -> run(row, steps.getOrDefault(row.getObject("id", UUID.class), List.of())))
                .list();
    }

    @Override
    public List<Decision> decisions(Instant from, Instant until) {
        return within("""
                        SELECT run_id, person, CASE WHEN yes THEN 'approved' ELSE 'rejected' END AS what, reason, at
                        FROM approval WHERE at >= :from AND at < :until
                        UNION ALL
                        SELECT run_id, person, 'overrode ' || array_to_string(kinds, ', ')
                            || CASE WHEN break_glass THEN ' by break-glass' ELSE '' END, reason, at
                        FROM run_override WHERE at >= :from AND at < :until
                        ORDER BY at, person
                        """, from, until)
                .query((row, n) -> new Decision(
                        row.getObject("run_id", UUID.class),
                        row.getString("person"),
                        row.getString("what").toLowerCase(java.util.Locale.ROOT),
                        row.getString("reason"),
                        instant(row, "at")))
                .list();
    }

    @Override
    public List<Trouble> incidents(Instant from, Instant until) {
        return within("""
                        SELECT * FROM incident WHERE (opened_at >= :from AND opened_at < :until)
                            OR (resolved_at >= :from AND resolved_at < :until) ORDER BY opened_at, id
                        """, from, until)
                .query((row, n) -> new Trouble(
                        row.getString("title"),
                        row.getString("kind"),
                        row.getString("state"),
                        instant(row, "opened_at"),
                        instant(row, "resolved_at"),
                        row.getString("resolved_by"),
                        row.getString("resolution")))
                .list();
    }

    private StatementSpec within(String sql, Instant from, Instant until) {
        return jdbc.sql(sql).param("from", Timestamp.from(from)).param("until", Timestamp.from(until));
    }

    private Done run(ResultSet row, List<Step> steps) throws SQLException {
        return new Done(
                row.getObject("id", UUID.class),
                row.getString("pipeline"),
                row.getString("state"),
                row.getString("requested_by"),
                parameters(row.getString("parameters")),
                instant(row, "requested_at"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("failed_step"),
                row.getString("failure"),
                row.getString("reason"),
                steps);
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(
                row.getString("phase"),
                row.getString("path"),
                row.getString("state"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("failure"));
    }

    private Map<String, String> parameters(String text) {
        try {
            return json.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run's parameters are no JSON", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
