package io.upkeep.probe;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the openings of windows; only package {@code window} writes them. */
@Repository
class JdbcOpenWindows implements OpenWindows {

    private final JdbcClient jdbc;

    JdbcOpenWindows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Open> openAt(Instant at) {
        return jdbc.sql("""
                        SELECT name, targets, opens_at, closes_at FROM window_occurrence
                        WHERE state IN ('STARTED', 'VERIFYING') AND opens_at <= :at AND closes_at > :at
                        ORDER BY opens_at
                        """)
                .param("at", Timestamp.from(at))
                .query(JdbcOpenWindows::read)
                .list();
    }

    @Override
    public List<Open> between(Instant from, Instant until) {
        return jdbc.sql("""
                        SELECT name, targets, opens_at, LEAST(closes_at, COALESCE(ended_at, closes_at)) AS closes_at
                        FROM window_occurrence
                        WHERE started_at IS NOT NULL AND opens_at < :until AND closes_at > :from
                        ORDER BY opens_at
                        """)
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(until))
                .query(JdbcOpenWindows::read)
                .list();
    }

    private static Open read(ResultSet row, int n) throws SQLException {
        return new Open(
                row.getString("name"),
                row.getString("targets"),
                row.getTimestamp("opens_at").toInstant(),
                row.getTimestamp("closes_at").toInstant());
    }
}
