package io.upkeep.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The waiting events in PostgreSQL, found by an index that holds nothing else. */
@Repository
class JdbcSendQueue implements SendQueue {

    private static final Duration WHOLE_SEARCH = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SentFloor floor = new SentFloor();
    private Instant nextWholeSearch;
    private boolean isAll;

    JdbcSendQueue(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.nextWholeSearch = clock.instant().plus(WHOLE_SEARCH);
    }

    @Override
    public synchronized List<Outgoing> oldest(int limit) {
        if (clock.instant().isAfter(nextWholeSearch)) {
            nextWholeSearch = clock.instant().plus(WHOLE_SEARCH);
            floor.reset();
        }
        List<Outgoing> found = jdbc.sql("""
                        SELECT id, event_id, type, subject, key, sequence, time, data::text AS data
                        FROM outbox WHERE sent_at IS NULL AND id >= :from ORDER BY id LIMIT :limit
                        """)
                .param("from", from())
                .param("limit", limit)
                .query(JdbcSendQueue::read)
                .list();
        isAll = found.size() < limit;
        if (found.isEmpty()) {
            floor.sent(0, true);
        }
        return found;
    }

    /** Asked before the search, so that the search sees everything that had ended by then. */
    private long from() {
        return jdbc.sql("""
                        SELECT pg_snapshot_xmin(now)::text::bigint AS oldest, pg_snapshot_xmax(now)::text::bigint AS next
                        FROM pg_current_snapshot() AS now
                        """)
                .query((row, n) -> floor.from(row.getLong("oldest"), row.getLong("next")))
                .single();
    }

    @Override
    public synchronized void markSent(List<Outgoing> events) {
        jdbc.sql("UPDATE outbox SET sent_at = :now WHERE id = ANY (:ids) AND sent_at IS NULL")
                .param("now", Timestamp.from(clock.instant()))
                .param("ids", events.stream().map(Outgoing::place).toArray(Long[]::new))
                .update();
        floor.sent(events.get(events.size() - 1).place(), isAll);
    }

    private static Outgoing read(ResultSet row, int n) throws SQLException {
        return new Outgoing(
                row.getLong("id"),
                row.getObject("event_id", UUID.class),
                row.getString("type"),
                row.getString("subject"),
                row.getString("key"),
                row.getLong("sequence"),
                row.getTimestamp("time").toInstant(),
                row.getString("data"));
    }
}
