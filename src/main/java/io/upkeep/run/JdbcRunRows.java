package io.upkeep.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Rows of the journal's tables as values. */
@Component
final class JdbcRunRows {

    private final ObjectMapper json;

    JdbcRunRows(ObjectMapper json) {
        this.json = json;
    }

    Run run(ResultSet row, int n) throws SQLException {
        String waiting = row.getString("wait_kind");
        String window = row.getString("window_id");
        return new Run(
                row.getObject("id", UUID.class),
                row.getString("pipeline"),
                RunState.valueOf(row.getString("state")),
                read(row.getString("parameters")),
                row.getString("requested_by"),
                instant(row, "requested_at"),
                row.getInt("priority"),
                row.getObject("parent", UUID.class),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getLong("epoch"),
                row.getString("route_hash"),
                row.getString("failed_step"),
                row.getString("failure"),
                row.getString("reason"),
                waiting == null ? null : new Run.Waiting(waiting, instant(row, "wait_until"), texts(row, "wants")),
                wish(row),
                window == null ? null : new Run.StartedIn(window, instant(row, "closes_at"), row.getBoolean("overran")),
                row.getObject("last_write", UUID.class));
    }

    static Run.Wish wish(ResultSet row) throws SQLException {
        String wish = row.getString("wish");
        return wish == null ? null : new Run.Wish(Run.Wish.Kind.valueOf(wish), row.getString("wish_by"));
    }

    static StepRecord step(ResultSet row, int n) throws SQLException {
        return new StepRecord(
                new StepKey(Phase.valueOf(row.getString("phase")), row.getString("path"), row.getString("iteration")),
                StepRecord.State.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getInt("work"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("checkpoint"),
                row.getString("failure"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array values = row.getArray(column);
        return values == null ? List.of() : List.of((String[]) values.getArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    String write(Map<String, String> parameters) {
        try {
            return json.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("parameters cannot be written as JSON", e);
        }
    }

    private Map<String, String> read(String parameters) {
        try {
            return json.readerForMapOf(String.class).readValue(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds parameters that are not JSON", e);
        }
    }
}
