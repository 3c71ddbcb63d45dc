package io.upkeep.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The stored reports in PostgreSQL. */
@Repository
class JdbcReports implements ReportRecords {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcReports(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Two runs of one period follow each other: the numbers of revisions have no gaps. */
    @Override
    @Transactional
    public Report add(UUID run, ReportDocument draft) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('report'), hashtext(:period))")
                .param("period", draft.type() + " " + draft.period())
                .query((ResultSet row) -> {});
        Optional<Report> known = jdbc.sql("SELECT *, html IS NOT NULL AS is_written FROM report WHERE run_id = :run")
                .param("run", run)
                .query(JdbcReports::report)
                .optional();
        return known.orElseGet(() -> insert(run, draft));
    }

    private Report insert(UUID run, ReportDocument draft) {
        int revision = 1
                + jdbc.sql("SELECT coalesce(max(revision), 0) FROM report WHERE type = :type AND period = :period")
                        .param("type", draft.type().name())
                        .param("period", draft.period())
                        .query(Integer.class)
                        .single();
        return jdbc.sql("""
                        INSERT INTO report (id, type, period, revision, run_id, created_at, document)
                        VALUES (:id, :type, :period, :revision, :run, :now, :document::json)
                        RETURNING *, false AS is_written
                        """)
                .param("id", draft.id())
                .param("type", draft.type().name())
                .param("period", draft.period())
                .param("revision", revision)
                .param("run", run)
                .param("now", Timestamp.from(draft.createdAt()))
                .param("document", text(draft))
                .query(JdbcReports::report)
                .single();
    }

    @Override
    public void write(UUID id, String markdown, String html) {
        jdbc.sql("UPDATE report SET markdown = :markdown, html = :html WHERE id = :id")
                .param("id", id)
                .param("markdown", markdown)
                .param("html", html)
                .update();
    }

    @Override
    public Optional<Report> find(UUID id) {
        return jdbc.sql("SELECT *, html IS NOT NULL AS is_written FROM report WHERE id = :id")
                .param("id", id)
                .query(JdbcReports::report)
                .optional();
    }

    @Override
    public Optional<ReportDocument> document(UUID id) {
        return jdbc.sql("SELECT document, revision FROM report WHERE id = :id")
                .param("id", id)
                .query(this::read)
                .optional();
    }

    @Override
    public Optional<String> rendered(UUID id, String form) {
        return jdbc.sql("SELECT CASE :form WHEN 'html' THEN html ELSE markdown END AS text FROM report WHERE id = :id")
                .param("id", id)
                .param("form", form)
                .query((row, n) -> Optional.ofNullable(row.getString("text")))
                .optional()
                .flatMap(text -> text);
    }

    @Override
    public Optional<ReportDocument> newest(PeriodType type, String period) {
        return jdbc.sql("""
                        SELECT document, revision FROM report WHERE type = :type AND period = :period
                        ORDER BY revision DESC LIMIT 1
                        """)
                .param("type", type.name())
                .param("period", period)
                .query(this::read)
                .optional();
    }

    @Override
    public Optional<ReportDocument> newest(PeriodType type) {
        return jdbc.sql("""
                        SELECT document, revision FROM report WHERE type = :type AND html IS NOT NULL
                        ORDER BY created_at DESC LIMIT 1
                        """).param("type", type.name()).query(this::read).optional();
    }

    @Override
    public List<Report> newest(int limit) {
        return jdbc.sql("""
                        SELECT *, html IS NOT NULL AS is_written FROM report ORDER BY created_at DESC, id LIMIT :limit
                        """).param("limit", limit).query(JdbcReports::report).list();
    }

    private static Report report(ResultSet row, int n) throws SQLException {
        return new Report(
                row.getObject("id", UUID.class),
                PeriodType.valueOf(row.getString("type")),
                row.getString("period"),
                row.getInt("revision"),
                row.getObject("run_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                row.getBoolean("is_written"));
    }

    private ReportDocument read(ResultSet row, int n) throws SQLException {
        try {
            return json.readValue(row.getString("document"), ReportDocument.class)
                    .revised(row.getInt("revision"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored report cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private String text(ReportDocument document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a report cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
