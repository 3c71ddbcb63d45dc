package io.upkeep.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Baselines in PostgreSQL. */
@Repository
class JdbcBaselines implements BaselineBook {

    private static final TypeReference<TreeMap<String, List<String>>> CONTENT = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcBaselines(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Optional<HostSnapshot> snapshot(String host) {
        return jdbc.sql("SELECT content, hash, at FROM security_snapshot WHERE host = :host")
                .param("host", host)
                .query((row, n) -> new HostSnapshot(
                        read(row.getString("content")),
                        row.getString("hash"),
                        row.getTimestamp("at").toInstant()))
                .optional();
    }

    @Override
    public void keep(String host, HostSnapshot snapshot) {
        jdbc.sql("""
                        INSERT INTO security_snapshot (host, content, hash, at) VALUES (:host, :content::jsonb, :hash, :at)
                        ON CONFLICT (host) DO UPDATE SET content = excluded.content, hash = excluded.hash, at = excluded.at
                        """)
                .param("host", host)
                .param("content", write(snapshot.content()))
                .param("hash", snapshot.hash())
                .param("at", Timestamp.from(snapshot.at()))
                .update();
    }

    @Override
    public Optional<Reviewed> reviewed(String host) {
        return jdbc.sql("SELECT * FROM security_baseline WHERE host = :host ORDER BY id DESC LIMIT 1")
                .param("host", host)
                .query((row, n) -> new Reviewed(
                        read(row.getString("content")),
                        row.getString("hash"),
                        row.getString("accepted_by"),
                        row.getString("reason"),
                        row.getTimestamp("accepted_at").toInstant()))
                .optional();
    }

    @Override
    public void accept(String host, HostSnapshot snapshot, String person, String reason, Instant at) {
        jdbc.sql("""
                        INSERT INTO security_baseline (host, content, hash, accepted_by, reason, accepted_at)
                        VALUES (:host, :content::jsonb, :hash, :person, :reason, :at)
                        """)
                .param("host", host)
                .param("content", write(snapshot.content()))
                .param("hash", snapshot.hash())
                .param("person", person)
                .param("reason", reason)
                .param("at", Timestamp.from(at))
                .update();
    }

    private Map<String, List<String>> read(String content) {
        try {
            return json.readValue(content, CONTENT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored baseline cannot be read", e);
        }
    }

    private String write(Map<String, List<String>> content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a baseline cannot be written", e);
        }
    }
}
