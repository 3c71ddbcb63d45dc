package io.upkeep.incident;

import io.upkeep.incident.Incident.Entry;
import io.upkeep.incident.Incident.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Incidents in PostgreSQL. */
@Repository
class JdbcIncidents implements IncidentRecords {

    private final JdbcClient jdbc;

    JdbcIncidents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Reported report(IncidentReport report, Instant now) {
        return jdbc.sql("""
                        INSERT INTO incident (id, key, kind, title, state, run_id, opened_at, occurrences, last_at)
                        VALUES (:id, :key, :kind, :title, 'OPEN', :run, :now, 1, :now)
                        ON CONFLICT (key) WHERE state <> 'RESOLVED'
                        DO UPDATE SET occurrences = incident.occurrences + 1, last_at = :now
                        RETURNING *, occurrences = 1 AS is_new
                        """)
                .param("id", UUID.randomUUID())
                .param("key", report.key())
                .param("kind", report.kind())
                .param("title", report.title())
                .param("run", report.run())
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Reported(read(row, n), row.getBoolean("is_new")))
                .single();
    }

    @Override
    public Optional<Incident> acknowledge(UUID id, String by, Instant now) {
        return jdbc.sql("""
                        UPDATE incident SET state = 'ACKNOWLEDGED', acknowledged_at = :now, acknowledged_by = :by
                        WHERE id = :id AND state = 'OPEN' RETURNING *
                        """)
                .param("id", id)
                .param("by", by)
                .param("now", Timestamp.from(now))
                .query(this::read)
                .optional();
    }

    @Override
    public Optional<Incident> resolve(UUID id, String by, String resolution, Instant now) {
        return jdbc.sql("""
                        UPDATE incident SET state = 'RESOLVED', resolved_at = :now, resolved_by = :by, resolution = :text
                        WHERE id = :id AND state <> 'RESOLVED' RETURNING *
                        """)
                .param("id", id)
                .param("by", by)
                .param("text", resolution)
                .param("now", Timestamp.from(now))
                .query(this::read)
                .optional();
    }

    /** The incident's row counts them, so that two who add at once get numbers of their own, without gaps. */
    @Override
    public int add(UUID id, String by, String what, String text, Instant now) {
        return jdbc.sql("""
                        WITH counted AS (UPDATE incident SET entries = entries + 1 WHERE id = :id RETURNING id, entries)
                        INSERT INTO incident_entry (incident_id, number, at, by, what, text)
                        SELECT id, entries, :now, :by, :what, :text FROM counted
                        RETURNING number
                        """)
                .param("id", id)
                .param("by", by)
                .param("what", what)
                .param("text", text)
                .param("now", Timestamp.from(now))
                .query(Integer.class)
                .single();
    }

    @Override
    public Optional<Incident> find(UUID id) {
        return jdbc.sql("SELECT * FROM incident WHERE id = :id")
                .param("id", id)
                .query(this::read)
                .optional();
    }

    @Override
    public Optional<Incident> unresolved(String key) {
        return jdbc.sql("SELECT * FROM incident WHERE key = :key AND state <> 'RESOLVED'")
                .param("key", key)
                .query(this::read)
                .optional();
    }

    @Override
    public List<Incident> newest(boolean resolvedToo, int limit) {
        return jdbc.sql("""
                        SELECT * FROM incident WHERE :resolvedToo OR state <> 'RESOLVED'
                        ORDER BY opened_at DESC, id LIMIT :limit
                        """)
                .param("resolvedToo", resolvedToo)
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    @Override
    public List<Entry> timeline(UUID id) {
        return jdbc.sql("SELECT * FROM incident_entry WHERE incident_id = :id ORDER BY number")
                .param("id", id)
                .query((row, n) -> new Entry(
                        row.getInt("number"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("by"),
                        row.getString("what"),
                        row.getString("text")))
                .list();
    }

    private Incident read(ResultSet row, int n) throws SQLException {
        return new Incident(
                row.getObject("id", UUID.class),
                row.getString("key"),
                row.getString("kind"),
                row.getString("title"),
                State.valueOf(row.getString("state")),
                row.getObject("run_id", UUID.class),
                row.getTimestamp("opened_at").toInstant(),
                row.getInt("occurrences"),
                row.getTimestamp("last_at").toInstant(),
                instant(row, "acknowledged_at"),
                row.getString("acknowledged_by"),
                instant(row, "resolved_at"),
                row.getString("resolved_by"),
                row.getString("resolution"),
                row.getInt("level"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
