package io.upkeep.window;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * Openings in PostgreSQL. What the keeper does is one UPDATE each that says which state it expects: of several nodes that
 * do it at once, one gets the row.
 */
@Repository
class JdbcOccurrences implements Occurrences {

    private static final String NEXT_REMINDER = """
            (SELECT min(opens_at - make_interval(secs => lead)) FROM unnest(lead_seconds) AS lead
             WHERE opens_at - make_interval(secs => lead) > :now::timestamptz)
            """;

    private final JdbcClient jdbc;

    JdbcOccurrences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Occurrence> find(UUID id) {
        return jdbc.sql("SELECT * FROM window_occurrence WHERE id = :id")
                .param("id", id)
                .query(this::read)
                .optional();
    }

    @Override
    public Optional<Occurrence> lock(UUID id) {
        return jdbc.sql("SELECT * FROM window_occurrence WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query(this::read)
                .optional();
    }

    @Override
    public List<Occurrence> near(Collection<UUID> ids, Instant now) {
        return at(jdbc.sql("""
                        SELECT * FROM window_occurrence WHERE id = ANY (:ids)
                        UNION
                        SELECT * FROM window_occurrence
                        WHERE closes_at > :now AND state IN ('PROPOSED', 'APPROVED', 'STARTED', 'VERIFYING')
                        """), now).param("ids", array(ids)).query(this::read).list();
    }

    @Override
    public List<Occurrence> ended(int most) {
        return jdbc.sql("""
                        SELECT * FROM window_occurrence WHERE state IN ('COMPLETED', 'CANCELLED')
                        ORDER BY closes_at DESC LIMIT :most
                        """).param("most", most).query(this::read).list();
    }

    @Override
    public Optional<Occurrence> write(Occurrence occurrence, List<Duration> reminders, Instant now) {
        long[] leads = reminders.stream().mapToLong(Duration::toSeconds).toArray();
        Instant next = reminders.stream()
                .map(lead -> occurrence.opens().minus(lead))
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo)
                .orElse(null);
        return columns(jdbc.sql("""
                                INSERT INTO window_occurrence AS old (id, name, is_declared, is_moved, state, opens_at,
                                    closes_at, cutoff_seconds, zone, reason, pipelines, targets, proposed_by,
                                    approved_by, remark, started_at, ended_at, lead_seconds, next_reminder_at, sequence,
                                    agreed_close_at)
                                VALUES (:id, :name, :declared, :moved, :state, :opens, :closes, :cutoff, :zone, :reason,
                                    :pipelines, :targets, :proposedBy, :approvedBy, :remark, :started::timestamptz,
                                    :ended::timestamptz, :leads, :next::timestamptz, 1, :closes)
                                ON CONFLICT (id) DO UPDATE
                                SET opens_at = excluded.opens_at, closes_at = excluded.closes_at, zone = excluded.zone,
                                    cutoff_seconds = excluded.cutoff_seconds, lead_seconds = excluded.lead_seconds,
                                    next_reminder_at = excluded.next_reminder_at, sequence = old.sequence + 1,
                                    agreed_close_at = excluded.agreed_close_at
                                WHERE old.state = 'APPROVED' AND old.is_declared AND NOT old.is_moved
                                  AND (old.opens_at, old.closes_at, old.cutoff_seconds)
                                      IS DISTINCT FROM (excluded.opens_at, excluded.closes_at, excluded.cutoff_seconds)
                                RETURNING *
                                """), occurrence)
                .param("name", occurrence.window())
                .param("declared", occurrence.isDeclared())
                .param("reason", occurrence.reason())
                .param("zone", occurrence.zone().getId())
                .param("pipelines", occurrence.scope().pipelines().toArray(new String[0]))
                .param("targets", occurrence.scope().targets())
                .param("leads", Arrays.stream(leads).boxed().toArray(Long[]::new))
                .param("next", timestamp(next))
                .query(this::read)
                .optional();
    }

    @Override
    public Occurrence update(Occurrence changed, Instant now) {
        return columns(at(jdbc.sql("""
                                UPDATE window_occurrence
                                SET is_moved = :moved, state = :state, opens_at = :opens, closes_at = :closes,
                                    cutoff_seconds = :cutoff, proposed_by = :proposedBy, approved_by = :approvedBy,
                                    remark = :remark, started_at = :started::timestamptz,
                                    ended_at = :ended::timestamptz, sequence = sequence + 1,
                                    agreed_close_at = CASE WHEN :state IN ('PROPOSED', 'APPROVED')
                                        THEN :closes ELSE agreed_close_at END,
                                    next_reminder_at = (
                                        SELECT min(:opens::timestamptz - make_interval(secs => lead))
                                        FROM unnest(lead_seconds) AS lead
                                        WHERE :opens::timestamptz - make_interval(secs => lead) > :now::timestamptz)
                                WHERE id = :id
                                RETURNING *
                                """), now), changed).query(this::read).single();
    }

    @Override
    public List<Occurrence> start(Collection<UUID> declared, Instant now) {
        return at(jdbc.sql("""
                        UPDATE window_occurrence
                        SET state = 'STARTED', started_at = :now, remark = NULL, sequence = sequence + 1
                        WHERE state = 'APPROVED' AND opens_at <= :now AND closes_at > :now
                          AND (NOT is_declared OR is_moved OR id = ANY (:declared))
                        RETURNING *
                        """), now)
                .param("declared", array(declared))
                .query(this::read)
                .list();
    }

    @Override
    public List<Occurrence> complete(Instant now) {
        return at(jdbc.sql("""
                        UPDATE window_occurrence
                        SET state = 'COMPLETED', ended_at = :now, remark = NULL, sequence = sequence + 1
                        WHERE state IN ('STARTED', 'VERIFYING') AND closes_at <= :now
                        RETURNING *
                        """), now).query(this::read).list();
    }

    @Override
    public List<Occurrence> giveUp(Instant now) {
        return at(jdbc.sql("""
                        UPDATE window_occurrence
                        SET state = 'CANCELLED', ended_at = :now, sequence = sequence + 1,
                            remark = CASE WHEN state = 'PROPOSED' THEN 'nobody approved it before it closed'
                                ELSE 'it never opened: Upkeep was not running, or it is no longer declared' END
                        WHERE state IN ('PROPOSED', 'APPROVED') AND closes_at <= :now
                        RETURNING *
                        """), now).query(this::read).list();
    }

    @Override
    public List<Occurrence> remind(Collection<UUID> declared, Instant now) {
        return at(jdbc.sql("""
                        UPDATE window_occurrence SET sequence = sequence + 1, next_reminder_at =
                        """ + NEXT_REMINDER + """
                        WHERE state = 'APPROVED' AND next_reminder_at <= :now AND opens_at > :now
                          AND (NOT is_declared OR is_moved OR id = ANY (:declared))
                        RETURNING *
                        """), now)
                .param("declared", array(declared))
                .query(this::read)
                .list();
    }

    private static StatementSpec columns(StatementSpec statement, Occurrence occurrence) {
        return statement
                .param("id", occurrence.id())
                .param("moved", occurrence.isMoved())
                .param("state", occurrence.state().name())
                .param("opens", timestamp(occurrence.opens()))
                .param("closes", timestamp(occurrence.closes()))
                .param("cutoff", occurrence.cutoff().toSeconds())
                .param("proposedBy", occurrence.proposedBy())
                .param("approvedBy", occurrence.approvedBy())
                .param("remark", occurrence.remark())
                .param("started", timestamp(occurrence.startedAt()))
                .param("ended", timestamp(occurrence.endedAt()));
    }

    private static StatementSpec at(StatementSpec statement, Instant now) {
        return statement.param("now", timestamp(now));
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(new UUID[0]);
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private Occurrence read(ResultSet row, int n) throws SQLException {
        return new Occurrence(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getBoolean("is_declared"),
                row.getBoolean("is_moved"),
                WindowState.valueOf(row.getString("state")),
                instant(row, "opens_at"),
                instant(row, "closes_at"),
                Duration.ofSeconds(row.getLong("cutoff_seconds")),
                ZoneId.of(row.getString("zone")),
                row.getString("reason"),
                new Scope(
                        List.of((String[]) row.getArray("pipelines").getArray()), row.getString("targets"), List.of()),
                row.getString("proposed_by"),
                row.getString("approved_by"),
                row.getString("remark"),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                row.getLong("sequence"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
