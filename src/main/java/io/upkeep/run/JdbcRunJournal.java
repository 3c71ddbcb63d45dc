package io.upkeep.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The journal in PostgreSQL. Every write of an owned run is one statement that starts with the fence. */
@Repository
class JdbcRunJournal implements RunJournal {

    private static final String FENCE = """
            WITH owned AS (
                UPDATE run SET sequence = sequence + 1 WHERE id = :run AND epoch = :epoch RETURNING sequence
            )
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    JdbcRunJournal(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Accepted accept(RunRequest request) {
        UUID id = UUID.randomUUID();
        Optional<Run> added = jdbc.sql("""
                        INSERT INTO run (id, request_id, pipeline, state, parameters, requested_by, requested_at, sequence)
                        VALUES (:id, :requestId, :pipeline, 'REQUESTED', :parameters::jsonb, :by, :now, 1)
                        ON CONFLICT (request_id) DO NOTHING
                        RETURNING *
                        """)
                .param("id", id)
                .param("requestId", request.requestId())
                .param("pipeline", request.pipeline())
                .param("parameters", write(request.parameters()))
                .param("by", request.requestedBy())
                .param("now", now())
                .query(this::run)
                .optional();
        return added.map(run -> new Accepted(run, true, 1)).orElseGet(() -> repeat(request));
    }

    private Accepted repeat(RunRequest request) {
        Run first = jdbc.sql("SELECT * FROM run WHERE request_id = :requestId")
                .param("requestId", request.requestId())
                .query(this::run)
                .single();
        return new Accepted(first, false, 0);
    }

    @Override
    public Optional<Run> claim(String owner, Collection<String> fullPipelines) {
        return jdbc.sql("""
                        UPDATE run SET owner = :owner, epoch = epoch + 1
                        WHERE id = (
                            SELECT id FROM run
                            WHERE owner IS NULL AND state IN ('REQUESTED', 'RUNNING', 'ROLLING_BACK')
                              AND NOT (state = 'REQUESTED' AND pipeline = ANY (:full))
                            ORDER BY requested_at
                            LIMIT 1
                            FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .param("owner", owner)
                .param("full", fullPipelines.toArray(new String[0]))
                .query(this::run)
                .optional();
    }

    @Override
    public void release(Run run) {
        jdbc.sql("UPDATE run SET owner = NULL WHERE id = :run AND epoch = :epoch")
                .param("run", run.id())
                .param("epoch", run.epoch())
                .update();
    }

    @Override
    public int releaseAll() {
        return jdbc.sql("""
                        UPDATE run SET owner = NULL
                        WHERE owner IS NOT NULL AND state IN ('REQUESTED', 'RUNNING', 'ROLLING_BACK')
                        """).update();
    }

    @Override
    public Moved move(Run run, RunTrigger trigger, Change change) {
        RunState next = run.state().after(trigger);
        return update(run.id(), run.epoch(), run.epoch(), next, change)
                .orElseThrow(() -> new Fenced(run.id(), run.epoch()));
    }

    @Override
    public Moved decide(UUID id, RunTrigger trigger, Change change) {
        Run run = jdbc.sql("SELECT * FROM run WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query(this::run)
                .optional()
                .orElseThrow(() -> new EmptyResultDataAccessException("no run has the id " + id, 1));
        RunState next = run.state().after(trigger);
        return update(id, run.epoch(), run.epoch() + 1, next, change).orElseThrow(() -> new Fenced(id, run.epoch()));
    }

    /** A move to an active state by the owner keeps the owner; one by a person leaves the run to be taken up. */
    private Optional<Moved> update(UUID id, long epoch, long newEpoch, RunState next, Change change) {
        return jdbc.sql("""
                        UPDATE run SET state = :state, epoch = :newEpoch, sequence = sequence + 1,
                            owner = CASE WHEN :atRest OR :newEpoch <> :epoch THEN NULL ELSE owner END,
                            started_at = coalesce(started_at, CASE WHEN :state = 'RUNNING' THEN :now::timestamptz END),
                            finished_at = CASE WHEN :atRest THEN :now::timestamptz END,
                            route_hash = coalesce(:routeHash, route_hash),
                            failed_step = CASE WHEN :state = 'RUNNING' THEN NULL ELSE coalesce(:failedStep, failed_step) END,
                            failure = CASE WHEN :state = 'RUNNING' THEN NULL ELSE coalesce(:failure, failure) END,
                            reason = :reason
                        WHERE id = :run AND epoch = :epoch
                        RETURNING *
                        """)
                .param("run", id)
                .param("epoch", epoch)
                .param("newEpoch", newEpoch)
                .param("state", next.name())
                .param("atRest", next.isAtRest())
                .param("now", now())
                .param("routeHash", change.routeHash())
                .param("failedStep", change.failedStep())
                .param("failure", change.failure())
                .param("reason", change.reason())
                .query((row, n) -> new Moved(run(row, n), row.getLong("sequence")))
                .optional();
    }

    @Override
    public long openStep(Run run, StepKey key, int attempt) {
        return write(run, key, FENCE + """
                        , intent AS (
                            INSERT INTO step (run_id, phase, path, iteration, position, state, attempt, started_at)
                            SELECT :run, :phase, :path, :iteration, sequence, 'STARTED', :attempt, :now FROM owned
                            ON CONFLICT (run_id, phase, path, iteration) DO UPDATE
                            SET state = 'STARTED', attempt = EXCLUDED.attempt, position = EXCLUDED.position,
                                started_at = EXCLUDED.started_at, finished_at = NULL, checkpoint = NULL, failure = NULL
                        )
                        SELECT sequence FROM owned
                        """, Map.of("attempt", attempt));
    }

    @Override
    public long closeStep(Run run, StepKey key, StepOutcome outcome) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("checkpoint", outcome instanceof StepOutcome.Finished finished ? finished.checkpoint() : null);
        columns.put("failure", text(outcome));
        columns.put("state", state(outcome).name());
        return write(run, key, FENCE + """
                        , outcome AS (
                            INSERT INTO step (run_id, phase, path, iteration, position, state, attempt, started_at,
                                finished_at, checkpoint, failure)
                            SELECT :run, :phase, :path, :iteration, sequence, :state, 1, :now,
                                :now, :checkpoint::json, :failure FROM owned
                            ON CONFLICT (run_id, phase, path, iteration) DO UPDATE
                            SET state = EXCLUDED.state, finished_at = EXCLUDED.finished_at,
                                checkpoint = EXCLUDED.checkpoint, failure = EXCLUDED.failure
                        )
                        SELECT sequence FROM owned
                        """, columns);
    }

    private long write(Run run, StepKey key, String sql, Map<String, Object> columns) {
        return jdbc.sql(sql)
                .param("run", run.id())
                .param("epoch", run.epoch())
                .param("phase", key.phase().name())
                .param("path", key.path())
                .param("iteration", key.iteration())
                .param("now", now())
                .params(columns)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new Fenced(run.id(), run.epoch()));
    }

    private static StepRecord.State state(StepOutcome outcome) {
        if (outcome instanceof StepOutcome.Finished) {
            return StepRecord.State.FINISHED;
        }
        return outcome instanceof StepOutcome.Failed ? StepRecord.State.FAILED : StepRecord.State.SKIPPED;
    }

    private static String text(StepOutcome outcome) {
        if (outcome instanceof StepOutcome.Failed failed) {
            return failed.failure();
        }
        return outcome instanceof StepOutcome.Skipped skipped ? skipped.reason() : null;
    }

    @Override
    public Optional<Run> find(UUID id) {
        return jdbc.sql("SELECT * FROM run WHERE id = :id")
                .param("id", id)
                .query(this::run)
                .optional();
    }

    @Override
    public List<Run> newest(String pipeline, int limit) {
        return jdbc.sql("""
                        SELECT * FROM run WHERE :pipeline::text IS NULL OR pipeline = :pipeline
                        ORDER BY requested_at DESC LIMIT :limit
                        """)
                .param("pipeline", pipeline)
                .param("limit", limit)
                .query(this::run)
                .list();
    }

    @Override
    public List<StepRecord> steps(UUID run) {
        return jdbc.sql("SELECT * FROM step WHERE run_id = :run ORDER BY position")
                .param("run", run)
                .query(this::step)
                .list();
    }

    private Run run(ResultSet row, int n) throws SQLException {
        return new Run(
                row.getObject("id", UUID.class),
                row.getString("pipeline"),
                RunState.valueOf(row.getString("state")),
                read(row.getString("parameters")),
                row.getString("requested_by"),
                instant(row, "requested_at"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getLong("epoch"),
                row.getString("route_hash"),
                row.getString("failed_step"),
                row.getString("failure"),
                row.getString("reason"));
    }

    private StepRecord step(ResultSet row, int n) throws SQLException {
        return new StepRecord(
                new StepKey(Phase.valueOf(row.getString("phase")), row.getString("path"), row.getString("iteration")),
                StepRecord.State.valueOf(row.getString("state")),
                row.getInt("attempt"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("checkpoint"),
                row.getString("failure"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private String write(Map<String, String> parameters) {
        try {
            return json.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("parameters cannot be written as JSON", e);
        }
    }

    private Map<String, String> read(String parameters) {
        try {
            return json.readerForMapOf(String.class).readValue(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds parameters that are not JSON", e);
        }
    }
}
