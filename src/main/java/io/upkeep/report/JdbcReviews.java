package io.upkeep.report;

import static io.upkeep.report.JdbcReportFacts.instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The reviews in PostgreSQL. */
@Repository
class JdbcReviews implements ReviewRecords {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcReviews(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public List<PastWindow> unreviewed(Instant endedAfter, Instant endedBefore) {
        return jdbc.sql("""
                        SELECT * FROM window_occurrence w
                        WHERE state = 'COMPLETED' AND started_at < ended_at AND ended_at > :after AND ended_at <= :before
                            AND NOT EXISTS (SELECT FROM window_review r WHERE r.occurrence_id = w.id)
                        ORDER BY ended_at, id
                        """)
                .param("after", Timestamp.from(endedAfter))
                .param("before", Timestamp.from(endedBefore))
                .query((row, n) -> JdbcReportFacts.window(row))
                .list();
    }

    @Override
    public int notices(Span span, String state) {
        return jdbc.sql("""
                        SELECT count(*) FROM notice
                        WHERE created_at >= :from AND created_at < :until AND state = :state
                        """)
                .param("from", Timestamp.from(span.from()))
                .param("until", Timestamp.from(span.until()))
                .param("state", state)
                .query(Integer.class)
                .single();
    }

    @Override
    public boolean add(Review review) {
        return jdbc.sql("""
                        INSERT INTO window_review (id, occurrence_id, window_name, opened_at, due_at, gathered)
                        VALUES (:id, :occurrence, :window, :opened, :due, :gathered::json)
                        ON CONFLICT (occurrence_id) DO NOTHING
                        """)
                        .param("id", review.id())
                        .param("occurrence", review.occurrence())
                        .param("window", review.window())
                        .param("opened", Timestamp.from(review.openedAt()))
                        .param("due", Timestamp.from(review.dueAt()))
                        .param("gathered", text(review.gathered()))
                        .update()
                == 1;
    }

    @Override
    public Optional<Review> complete(UUID id, String person, String findings, String actions, Instant now) {
        return jdbc.sql("""
                        UPDATE window_review
                        SET completed_at = :now, completed_by = :person, findings = :findings, actions = :actions
                        WHERE id = :id AND completed_at IS NULL RETURNING *
                        """)
                .param("id", id)
                .param("now", Timestamp.from(now))
                .param("person", person)
                .param("findings", findings)
                .param("actions", actions)
                .query(this::review)
                .optional();
    }

    @Override
    public Optional<Review> find(UUID id) {
        return jdbc.sql("SELECT * FROM window_review WHERE id = :id")
                .param("id", id)
                .query(this::review)
                .optional();
    }

    @Override
    public List<Review> list(boolean completedToo, int limit) {
        return jdbc.sql("""
                        SELECT * FROM window_review WHERE :completedToo OR completed_at IS NULL
                        ORDER BY (completed_at IS NULL) DESC, CASE WHEN completed_at IS NULL THEN due_at END,
                            completed_at DESC, id LIMIT :limit
                        """)
                .param("completedToo", completedToo)
                .param("limit", limit)
                .query(this::review)
                .list();
    }

    private Review review(ResultSet row, int n) throws SQLException {
        return new Review(
                row.getObject("id", UUID.class),
                row.getObject("occurrence_id", UUID.class),
                row.getString("window_name"),
                instant(row, "opened_at"),
                instant(row, "due_at"),
                gathered(row.getString("gathered")),
                instant(row, "completed_at"),
                row.getString("completed_by"),
                row.getString("findings"),
                row.getString("actions"));
    }

    private Gathered gathered(String text) {
        try {
            return json.readValue(text, Gathered.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored review cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private String text(Gathered gathered) {
        try {
            return json.writeValueAsString(gathered);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a review cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
