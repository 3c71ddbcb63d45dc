package io.upkeep.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Notices in PostgreSQL. */
@Repository
class JdbcNotices implements Notices {

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcNotices(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void add(UUID run, List<Draft> drafts) {
        drafts.forEach(draft -> add(run, draft));
    }

    private void add(UUID run, Draft draft) {
        if (draft.act() == Act.EDIT) {
            supersedeEdits(run, draft);
        }
        jdbc.sql("""
                        INSERT INTO notice (run_id, medium, address, act, broadcast, subject, text, html,
                            created_at, next_attempt_at)
                        VALUES (:run, :medium, :address, :act, :broadcast, :subject, :text, :html, :now, :now)
                        """)
                .param("run", run)
                .param("medium", draft.medium().name())
                .param("address", draft.address())
                .param("act", draft.act().name())
                .param("broadcast", draft.broadcast())
                .param("subject", draft.subject())
                .param("text", draft.text())
                .param("html", draft.html())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private void supersedeEdits(UUID run, Draft draft) {
        jdbc.sql("""
                        UPDATE notice SET state = 'SUPERSEDED'
                        WHERE run_id = :run AND medium = :medium AND address = :address
                            AND act = 'EDIT' AND state = 'WAITING'
                        """)
                .param("run", run)
                .param("medium", draft.medium().name())
                .param("address", draft.address())
                .update();
    }

    @Override
    public boolean isOpen(UUID run, Medium medium, String address) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM notice
                        WHERE run_id = :run AND medium = :medium AND address = :address)
                        """)
                .param("run", run)
                .param("medium", medium.name())
                .param("address", address)
                .query(Boolean.class)
                .single();
    }

    @Override
    public Optional<Notice> claim(Medium medium, Instant now, Instant lease) {
        return jdbc.sql("""
                        UPDATE notice AS claimed SET attempts = attempts + 1, next_attempt_at = :lease
                        WHERE id = (
                            SELECT n.id FROM notice n
                            WHERE n.medium = :medium AND n.state = 'WAITING' AND n.next_attempt_at <= :now
                                AND NOT EXISTS (
                                    SELECT 1 FROM notice e
                                    WHERE e.run_id = n.run_id AND e.medium = n.medium AND e.address = n.address
                                        AND e.id < n.id AND e.state = 'WAITING'
                                        AND (e.attempts = 0 OR e.act = 'OPEN'))
                            ORDER BY n.id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *, (
                            SELECT p.receipt FROM notice p
                            WHERE p.run_id = claimed.run_id AND p.medium = claimed.medium
                                AND p.address = claimed.address AND p.act = 'OPEN') AS parent
                        """)
                .param("medium", medium.name())
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(lease))
                .query(this::read)
                .optional();
    }

    @Override
    public void sent(long id, String receipt, Instant at) {
        jdbc.sql("""
                        UPDATE notice SET state = 'SENT', receipt = :receipt, sent_at = :at, failure = NULL
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("receipt", receipt)
                .param("at", Timestamp.from(at))
                .update();
    }

    @Override
    public void later(long id, Instant nextAttempt, String failure) {
        jdbc.sql("UPDATE notice SET next_attempt_at = :next, failure = :failure WHERE id = :id")
                .param("id", id)
                .param("next", Timestamp.from(nextAttempt))
                .param("failure", failure)
                .update();
    }

    @Override
    public void givenUp(long id, String failure) {
        jdbc.sql("UPDATE notice SET state = 'FAILED', failure = :failure WHERE id = :id")
                .param("id", id)
                .param("failure", failure)
                .update();
    }

    private Notice read(ResultSet row, int n) throws SQLException {
        return new Notice(
                row.getLong("id"),
                row.getObject("run_id", UUID.class),
                new Draft(
                        Medium.valueOf(row.getString("medium")),
                        row.getString("address"),
                        Act.valueOf(row.getString("act")),
                        row.getBoolean("broadcast"),
                        row.getString("subject"),
                        row.getString("text"),
                        row.getString("html")),
                row.getInt("attempts"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("parent"));
    }
}
