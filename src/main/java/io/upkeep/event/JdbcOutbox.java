package io.upkeep.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The outbox in PostgreSQL: rows that share the transaction of what they tell. */
@Repository
class JdbcOutbox implements Outbox {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcOutbox(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void append(Event event) {
        jdbc.sql("""
                        INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                        VALUES (:id, :type, :subject, :key, :sequence, :time, :data::jsonb)
                        """)
                .param("id", event.id())
                .param("type", event.type())
                .param("subject", event.subject())
                .param("key", event.key())
                .param("sequence", event.sequence())
                .param("time", Timestamp.from(event.time()))
                .param("data", write(event.data()))
                .update();
    }

    @Override
    public List<Waiting> waiting(int limit) {
        return jdbc.sql("SELECT * FROM outbox WHERE sent_at IS NULL ORDER BY id LIMIT :limit")
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    @Override
    public long backlog() {
        return jdbc.sql("SELECT count(*) FROM outbox WHERE sent_at IS NULL")
                .query(Long.class)
                .single();
    }

    private Waiting read(ResultSet row, int n) throws SQLException {
        return new Waiting(
                row.getLong("id"),
                new Event(
                        row.getObject("event_id", UUID.class),
                        row.getString("type"),
                        row.getString("subject"),
                        row.getString("key"),
                        row.getLong("sequence"),
                        row.getTimestamp("time").toInstant(),
                        parse(row.getString("data"))));
    }

    private String write(Map<String, Object> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event data cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Map<String, Object> parse(String data) {
        try {
            return json.readerForMapOf(Object.class).readValue(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the outbox holds data that are not JSON", e);
        }
    }
}
