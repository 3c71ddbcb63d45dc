package io.upkeep.performance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.performance.PerformanceDocument.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Documents in PostgreSQL. */
@Repository
class JdbcPerformanceDocuments implements Documents {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcPerformanceDocuments(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void write(Kind kind, UUID run, Object content, String text, Instant now) {
        jdbc.sql("""
                        INSERT INTO performance_document (id, kind, run_id, created_at, content, text)
                        VALUES (:id, :kind, :run, :now, :content::jsonb, :text)
                        ON CONFLICT (run_id, kind) DO UPDATE SET
                            created_at = excluded.created_at, content = excluded.content, text = excluded.text
                        """)
                .param("id", UUID.randomUUID())
                .param("kind", kind.name())
                .param("run", run)
                .param("now", Timestamp.from(now))
                .param("content", json(content))
                .param("text", text)
                .update();
    }

    @Override
    public Optional<PerformanceDocument> of(UUID run, Kind kind) {
        return jdbc.sql("SELECT * FROM performance_document WHERE run_id = :run AND kind = :kind")
                .param("run", run)
                .param("kind", kind.name())
                .query(this::read)
                .optional();
    }

    @Override
    public List<PerformanceDocument> newest(Kind kind, int limit) {
        return jdbc.sql("""
                        SELECT * FROM performance_document WHERE kind = :kind ORDER BY created_at DESC, id LIMIT :limit
                        """)
                .param("kind", kind.name())
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    private PerformanceDocument read(ResultSet row, int n) throws SQLException {
        return new PerformanceDocument(
                row.getObject("id", UUID.class),
                Kind.valueOf(row.getString("kind")),
                row.getObject("run_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                parsed(row.getString("content")),
                row.getString("text"));
    }

    private JsonNode parsed(String content) {
        try {
            return json.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds a document that is not JSON", e);
        }
    }

    private String json(Object content) {
        try {
            // PostgreSQL's jsonb has no place for this one character
            return json.writeValueAsString(content).replace("\\u0000", "\\ufffd");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a document cannot be written as JSON", e);
        }
    }
}
