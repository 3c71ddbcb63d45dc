package io.upkeep.security;

import io.upkeep.security.Finding.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Findings in PostgreSQL. */
@Repository
class JdbcFindings implements FindingRecords {

    private final JdbcClient jdbc;

    JdbcFindings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void lock() {
        jdbc.sql("LOCK TABLE security_look IN SHARE ROW EXCLUSIVE MODE").update();
    }

    @Override
    public List<Finding> of(String host, String check) {
        return jdbc.sql("SELECT * FROM security_finding WHERE host = :host AND check_name = :check ORDER BY subject")
                .param("host", host)
                .param("check", check)
                .query(this::read)
                .list();
    }

    @Override
    public Optional<Finding> find(UUID id) {
        return jdbc.sql("SELECT * FROM security_finding WHERE id = :id")
                .param("id", id)
                .query(this::read)
                .optional();
    }

    @Override
    public void put(Finding finding) {
        jdbc.sql("""
                        INSERT INTO security_finding (id, host, check_name, subject, severity, text, state, first_seen,
                            last_seen, closed_at, accepted_by, accepted_reason, accepted_until, changes)
                        VALUES (:id, :host, :check, :subject, :severity, :text, :state, :firstSeen, :lastSeen, :closedAt,
                            :acceptedBy, :acceptedReason, :acceptedUntil, :changes)
                        ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, text = excluded.text,
                            state = excluded.state, first_seen = excluded.first_seen, last_seen = excluded.last_seen,
                            closed_at = excluded.closed_at, accepted_by = excluded.accepted_by,
                            accepted_reason = excluded.accepted_reason, accepted_until = excluded.accepted_until,
                            changes = excluded.changes
                        """)
                .param("id", finding.id())
                .param("host", finding.host())
                .param("check", finding.check())
                .param("subject", finding.subject())
                .param("severity", finding.severity().name())
                .param("text", finding.text())
                .param("state", finding.state().name())
                .param("firstSeen", time(finding.firstSeen()))
                .param("lastSeen", time(finding.lastSeen()))
                .param("closedAt", time(finding.closedAt()))
                .param("acceptedBy", finding.acceptedBy())
                .param("acceptedReason", finding.acceptedReason())
                .param("acceptedUntil", time(finding.acceptedUntil()))
                .param("changes", finding.changes())
                .update();
    }

    @Override
    public List<Finding> list(boolean closedToo, String host, String check, int limit) {
        return jdbc.sql("""
                        SELECT * FROM security_finding WHERE (:closedToo OR state <> 'CLOSED')
                            AND host = coalesce(:host, host) AND check_name = coalesce(:check, check_name)
                        ORDER BY array_position(ARRAY['OPEN', 'ACCEPTED', 'CLOSED'], state),
                            array_position(ARRAY['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'], severity),
                            first_seen DESC, host, check_name, subject LIMIT :limit
                        """)
                .param("closedToo", closedToo)
                .param("host", host, Types.VARCHAR)
                .param("check", check, Types.VARCHAR)
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    @Override
    public Map<Severity, Integer> open() {
        Map<Severity, Integer> open = new EnumMap<>(Severity.class);
        jdbc.sql("SELECT severity, count(*) AS n FROM security_finding WHERE state = 'OPEN' GROUP BY severity")
                .query((ResultSet row) -> {
                    open.put(Severity.valueOf(row.getString("severity")), row.getInt("n"));
                });
        return open;
    }

    @Override
    public Optional<Instant> lookedAt(String host, String check) {
        return jdbc.sql("SELECT at FROM security_look WHERE host = :host AND check_name = :check")
                .param("host", host)
                .param("check", check)
                .query((row, n) -> row.getTimestamp("at").toInstant())
                .optional();
    }

    @Override
    public void looked(Look look) {
        jdbc.sql("""
                        INSERT INTO security_look (host, check_name, at, unknown, seen_at)
                        VALUES (:host, :check, :at, :unknown, :seenAt)
                        ON CONFLICT (host, check_name) DO UPDATE SET at = excluded.at, unknown = excluded.unknown,
                            seen_at = coalesce(excluded.seen_at, security_look.seen_at)
                        """)
                .param("host", look.host())
                .param("check", look.check())
                .param("at", time(look.at()))
                .param("unknown", look.unknown())
                .param("seenAt", look.unknown() == null ? time(look.at()) : null)
                .update();
    }

    @Override
    public List<LastLook> looks() {
        return jdbc.sql("SELECT * FROM security_look ORDER BY host, check_name")
                .query((row, n) -> new LastLook(
                        row.getString("host"),
                        row.getString("check_name"),
                        instant(row, "at"),
                        row.getString("unknown"),
                        instant(row, "seen_at")))
                .list();
    }

    @Override
    public List<Finding> ofOthers(Collection<String> hosts) {
        return jdbc.sql("SELECT * FROM security_finding WHERE state <> 'CLOSED' AND NOT host = ANY (:hosts)")
                .param("hosts", hosts.toArray(new String[0]))
                .query(this::read)
                .list();
    }

    @Override
    public void forgetLooks(Collection<String> hosts) {
        jdbc.sql("DELETE FROM security_look WHERE NOT host = ANY (:hosts)")
                .param("hosts", hosts.toArray(new String[0]))
                .update();
    }

    @Override
    public void forget(Instant closedBefore) {
        jdbc.sql("DELETE FROM security_finding WHERE state = 'CLOSED' AND closed_at < :before")
                .param("before", time(closedBefore))
                .update();
    }

    private Finding read(ResultSet row, int n) throws SQLException {
        return new Finding(
                row.getObject("id", UUID.class),
                row.getString("host"),
                row.getString("check_name"),
                row.getString("subject"),
                Severity.valueOf(row.getString("severity")),
                row.getString("text"),
                State.valueOf(row.getString("state")),
                instant(row, "first_seen"),
                instant(row, "last_seen"),
                instant(row, "closed_at"),
                row.getString("accepted_by"),
                row.getString("accepted_reason"),
                instant(row, "accepted_until"),
                row.getLong("changes"));
    }

    private static Timestamp time(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
