package io.upkeep.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The facts in PostgreSQL: tables of others are read and never written. */
@Repository
class JdbcReportFacts implements ReportFacts {

    /** A run at rest that asks for a person has an end, too, but is not over. */
    private static final String RUNS = """
            SELECT r.id, r.pipeline, kind.impact, kind.is_change, r.state, r.requested_by, r.started_at,
                CASE WHEN r.state IN ('SUCCEEDED', 'ROLLED_BACK', 'CANCELLED', 'REJECTED') THEN r.finished_at
                END AS finished_at,
                r.failed_step, left(r.failure, 500) AS failure, r.closes_at, s.steps, s.done,
                EXISTS (SELECT FROM incident i WHERE i.run_id = r.id AND i.kind = 'run') AS needed_person
            FROM run r
            LEFT JOIN unnest(:names::text[], :inputs::text[], :impacts::text[], :changes::boolean[])
                AS kind (pipeline, inputs, impact, is_change)
                ON kind.pipeline = r.pipeline AND r.parameters @> kind.inputs::jsonb
            CROSS JOIN LATERAL (
                SELECT count(*) AS steps, count(*) FILTER (WHERE state = 'FINISHED') AS done FROM step
                WHERE run_id = r.id AND phase = 'RUN' AND state <> 'STARTED'
                    AND iteration = '' AND position('/' IN path) = 0) s
            WHERE NOT EXISTS (SELECT FROM report_run k WHERE k.id = r.id)
            """;

    private static final Duration BASELINE = Duration.ofDays(29);
    private static final Duration WEEK = Duration.ofDays(8);

    private final JdbcClient jdbc;
    private final PipelineKinds pipelines;
    private final ReportSettings settings;

    private final ObjectMapper json;

    JdbcReportFacts(JdbcClient jdbc, PipelineKinds pipelines, ReportSettings settings, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.pipelines = pipelines;
        this.settings = settings;
    }

    @Override
    @Transactional
    public int keep() {
        return ofKinds("""
                        INSERT INTO report_run
                        SELECT r.id, r.pipeline, r.impact, r.is_change, r.state, r.requested_by, r.started_at,
                            r.finished_at, r.failed_step, r.failure, r.closes_at, r.steps, r.done, r.needed_person
                        FROM (%s) r
                        WHERE r.finished_at IS NOT NULL
                        ON CONFLICT (id) DO NOTHING
                        """).update();
    }

    /** A statement with {@link #RUNS} in it: what the runs' pipelines are now comes from the catalog. */
    private JdbcClient.StatementSpec ofKinds(String sql) {
        List<PipelineKinds.Kind> kinds = pipelines.all();
        return jdbc.sql(sql.formatted(RUNS))
                .param("names", words(kinds, PipelineKinds.Kind::pipeline))
                .param("inputs", words(kinds, kind -> json(kind.inputs())))
                .param("impacts", words(kinds, PipelineKinds.Kind::impact))
                .param(
                        "changes",
                        kinds.stream().map(PipelineKinds.Kind::isChange).toArray(Boolean[]::new));
    }

    private static String[] words(List<PipelineKinds.Kind> kinds, Function<PipelineKinds.Kind, String> word) {
        return kinds.stream().map(word).toArray(String[]::new);
    }

    private String json(Map<String, String> inputs) {
        try {
            return json.writeValueAsString(inputs);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Facts of(Span period, Instant now, Collection<String> targets) {
        return new Facts(
                period,
                now,
                runs(period),
                windows(period),
                incidents(period),
                seen(period, targets),
                measured(settings.latency(), new Span(period.from().minus(BASELINE), period.until())),
                busy(period),
                measured(
                        settings.optimised(),
                        new Span(period.from().minus(WEEK), period.until().plus(WEEK))));
    }

    private List<PastRun> runs(Span period) {
        return ofKinds("""
                        SELECT * FROM (SELECT * FROM report_run UNION ALL %s) r
                        WHERE coalesce(started_at, finished_at) < :until
                            AND (finished_at IS NULL OR finished_at >= :from)
                        ORDER BY coalesce(started_at, finished_at), id
                        """)
                .param("from", Timestamp.from(period.from()))
                .param("until", Timestamp.from(period.until()))
                .query((row, n) -> run(row))
                .list();
    }

    /** What is kept says what the pipeline was then; of the others, what it is now. */
    private static PastRun run(ResultSet row) throws SQLException {
        return new PastRun(
                row.getObject("id", UUID.class),
                row.getString("pipeline"),
                row.getString("impact"),
                (Boolean) row.getObject("is_change"),
                row.getString("state"),
                row.getString("requested_by"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("failed_step"),
                row.getString("failure"),
                instant(row, "closes_at"),
                row.getInt("steps"),
                row.getInt("done"),
                row.getBoolean("needed_person"));
    }

    private List<PastWindow> windows(Span period) {
        return jdbc.sql("""
                        SELECT * FROM window_occurrence
                        WHERE opens_at < :until AND greatest(closes_at, ended_at) > :from
                        ORDER BY opens_at, id
                        """)
                .param("from", Timestamp.from(period.from()))
                .param("until", Timestamp.from(period.until()))
                .query((row, n) -> window(row))
                .list();
    }

    static PastWindow window(ResultSet row) throws SQLException {
        return new PastWindow(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("state"),
                row.getString("reason"),
                instant(row, "opens_at"),
                instant(row, "agreed_close_at"),
                instant(row, "started_at"),
                instant(row, "ended_at"));
    }

    private List<PastIncident> incidents(Span period) {
        return jdbc.sql("""
                        SELECT * FROM incident
                        WHERE opened_at < :until AND (resolved_at IS NULL OR resolved_at >= :from)
                        ORDER BY opened_at, id
                        """)
                .param("from", Timestamp.from(period.from()))
                .param("until", Timestamp.from(period.until().plus(Facts.WATCHED)))
                .query((row, n) -> new PastIncident(
                        row.getObject("id", UUID.class),
                        row.getString("kind"),
                        row.getString("title"),
                        row.getString("state"),
                        row.getObject("run_id", UUID.class),
                        instant(row, "opened_at"),
                        instant(row, "resolved_at"),
                        row.getString("resolution")))
                .list();
    }

    /** Results of one instant are one, the worst; equal ones that follow each other closely are one row. */
    private List<Seen> seen(Span period, Collection<String> targets) {
        return jdbc.sql("""
                        WITH one AS (
                            SELECT target, at, CASE WHEN bool_or(state = 'CRITICAL') THEN 'CRITICAL'
                                WHEN bool_or(state = 'UNKNOWN') THEN 'UNKNOWN' ELSE 'OK' END AS state
                            FROM probe_past(:from, :until)
                            WHERE target = ANY (:targets) AND probe = ANY (:probes)
                            GROUP BY target, at),
                        beside AS (
                            SELECT *, lag(state) OVER w AS state_before, lag(at) OVER w AS at_before FROM one
                            WINDOW w AS (PARTITION BY target ORDER BY at)),
                        rows AS (
                            SELECT *, count(*) FILTER (WHERE state IS DISTINCT FROM state_before
                                OR at > at_before + make_interval(secs => :holds))
                                OVER (PARTITION BY target ORDER BY at) AS number FROM beside)
                        SELECT target, state, min(at) AS first, max(at) AS last FROM rows
                        GROUP BY target, state, number ORDER BY target, first
                        """)
                .param("targets", targets.toArray(new String[0]))
                .param("probes", settings.upProbes().toArray(new String[0]))
                .param("from", Timestamp.from(period.from().minus(settings.holds())))
                .param("until", Timestamp.from(period.until()))
                .param("holds", settings.holds().toSeconds())
                .query((row, n) -> new Seen(
                        row.getString("target"), row.getString("state"), instant(row, "first"), instant(row, "last")))
                .list();
    }

    private List<Measured> measured(String probe, Span span) {
        return probe == null
                ? List.of()
                : jdbc.sql("""
                                SELECT target, at, value FROM probe_past(:from, :until)
                                WHERE probe = :probe AND value IS NOT NULL ORDER BY at
                                """)
                        .param("probe", probe)
                        .param("from", Timestamp.from(span.from()))
                        .param("until", Timestamp.from(span.until()))
                        .query((row, n) ->
                                new Measured(row.getString("target"), instant(row, "at"), row.getDouble("value")))
                        .list();
    }

    private Map<String, Double> busy(Span period) {
        Map<String, Double> busy = new HashMap<>();
        settings.busy()
                .forEach((resource, probes) -> jdbc.sql("""
                        SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY value) AS p95
                        FROM probe_past(:from, :until)
                        WHERE probe LIKE ANY (:probes) AND value IS NOT NULL AND unit = '%'
                        """)
                        .param(
                                "probes",
                                probes.stream().map(JdbcReportFacts::pattern).toArray(String[]::new))
                        .param("from", Timestamp.from(period.from()))
                        .param("until", Timestamp.from(period.until()))
                        .query((ResultSet row) -> {
                            if (row.getObject("p95") != null) {
                                busy.put(resource, row.getDouble("p95"));
                            }
                        }));
        return busy;
    }

    private static String pattern(String probe) {
        return probe.replaceAll("([%_\\\\])", "\\\\$1").replaceAll("\\*$", "%");
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
