package io.upkeep.report;

import static io.upkeep.report.JdbcReportFacts.instant;

import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a report's tables show beside its figures, in PostgreSQL. */
@Repository
class JdbcReportTables {

    private final JdbcClient jdbc;

    JdbcReportTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The backups that were taken in the period, by series. */
    List<PastBackups> backups(Span period) {
        return in(period, """
                        SELECT series, count(*) AS taken, count(*) FILTER (WHERE proven_at IS NOT NULL) AS verified,
                            count(*) FILTER (WHERE state IN ('BROKEN', 'FAILED')) AS bad, max(proven_at) AS proven_at,
                            (array_agg(restore_seconds ORDER BY proven_at DESC)
                                FILTER (WHERE restore_seconds IS NOT NULL))[1] AS restore_seconds,
                            (array_agg(extract(epoch FROM created_at - newest_row)::float8 ORDER BY created_at DESC)
                                FILTER (WHERE newest_row IS NOT NULL))[1] AS lost_seconds
                        FROM backup WHERE created_at >= :from AND created_at < :until GROUP BY series ORDER BY series
                        """)
                .query((row, n) -> new PastBackups(
                        row.getString("series"),
                        row.getInt("taken"),
                        row.getInt("verified"),
                        row.getInt("bad"),
                        instant(row, "proven_at"),
                        (Double) row.getObject("restore_seconds"),
                        (Double) row.getObject("lost_seconds")))
                .list();
    }

    /** The updates that were documented in the period, the newest first. */
    List<PastUpdate> updates(Span period) {
        return in(period, """
                        SELECT pipeline, recorded_at, left(content, 2000) AS content FROM update_record
                        WHERE recorded_at >= :from AND recorded_at < :until ORDER BY recorded_at DESC
                        """)
                .query((row, n) -> new PastUpdate(
                        row.getString("pipeline"), instant(row, "recorded_at"), row.getString("content")))
                .list();
    }

    /** The starts in the period that went past admission, the newest first. */
    List<PastOverride> overrides(Span period) {
        return in(period, """
                        SELECT pipeline, person, reason, break_glass, at, reviewed_by FROM run_override
                        WHERE at >= :from AND at < :until ORDER BY at DESC
                        """)
                .query((row, n) -> new PastOverride(
                        row.getString("pipeline"),
                        row.getString("person"),
                        row.getString("reason"),
                        row.getBoolean("break_glass"),
                        instant(row, "at"),
                        row.getString("reviewed_by")))
                .list();
    }

    private JdbcClient.StatementSpec in(Span period, String sql) {
        return jdbc.sql(sql)
                .param("from", Timestamp.from(period.from()))
                .param("until", Timestamp.from(period.until()));
    }
}
