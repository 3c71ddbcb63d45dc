package io.upkeep.incident;

import io.upkeep.incident.EscalationRules.Again;
import io.upkeep.incident.EscalationRules.Telling;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who was told, in PostgreSQL. */
@Repository
class JdbcEscalation implements EscalationRecords {

    private final JdbcClient jdbc;
    private final JdbcIncidents incidents;

    JdbcEscalation(JdbcClient jdbc, JdbcIncidents incidents) {
        this.jdbc = jdbc;
        this.incidents = incidents;
    }

    @Override
    public List<UUID> lasting() {
        return jdbc.sql("SELECT id FROM incident WHERE state <> 'RESOLVED' ORDER BY opened_at, id")
                .query(UUID.class)
                .list();
    }

    @Override
    public Optional<Incident> held(UUID id) {
        return jdbc.sql("SELECT id FROM incident WHERE id = :id FOR UPDATE SKIP LOCKED")
                .param("id", id)
                .query(UUID.class)
                .optional()
                .flatMap(incidents::find);
    }

    @Override
    public Again again(UUID id) {
        return jdbc.sql(
                        "SELECT count(*) AS times, max(at) AS last FROM incident_told WHERE incident_id = :id AND level = 0")
                .param("id", id)
                .query((row, n) -> new Again(
                        row.getInt("times"),
                        row.getTimestamp("last") == null
                                ? null
                                : row.getTimestamp("last").toInstant()))
                .single();
    }

    @Override
    public boolean told(UUID id, Telling telling, Instant now) {
        int written = jdbc.sql("""
                        INSERT INTO incident_told (incident_id, level, round, told, at)
                        VALUES (:id, :level, :round, :told, :now) ON CONFLICT DO NOTHING
                        """)
                .param("id", id)
                .param("level", telling.level())
                .param("round", telling.round())
                .param("told", telling.tell())
                .param("now", Timestamp.from(now))
                .update();
        jdbc.sql("UPDATE incident SET level = greatest(level, :level) WHERE id = :id")
                .param("id", id)
                .param("level", telling.level())
                .update();
        return written == 1;
    }

    @Override
    public int add(UUID id, String by, String what, String text, Instant now) {
        return incidents.add(id, by, what, text, now);
    }
}
