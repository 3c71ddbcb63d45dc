package io.upkeep.run;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** Adds the runs that were asked for, several in one statement: the rows, their places in the queue, what is told. */
final class JdbcAcceptance {

    private static final String ADD = """
            WITH asked AS (
                SELECT * FROM json_to_recordset(:asked::json) AS a (id uuid, request_id text, pipeline text, parameters text,
                    requested_by text, time timestamptz, priority int, parent uuid, fact uuid, type text, data text, taker text)
            ), added AS (
                INSERT INTO run (id, request_id, pipeline, state, parameters, requested_by, requested_at,
                    sequence, priority, parent, epoch)
                SELECT id, request_id, pipeline, 'REQUESTED', parameters::jsonb, requested_by, time,
                    1, priority, parent, :epoch FROM asked
                ON CONFLICT DO NOTHING
                RETURNING *
            ), queued AS (
                INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat,
                    version, priority)
                SELECT 'run', id::text, added.requested_at, taker IS NOT NULL, taker,
                    CASE WHEN taker IS NOT NULL THEN added.requested_at END, CASE WHEN taker IS NULL THEN 1 ELSE 2 END,
                    added.priority
                FROM added JOIN asked USING (id)
            ), told AS (
                INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                SELECT asked.fact, asked.type, id::text, id::text, 1, added.requested_at,
                    asked.data::json
                FROM added JOIN asked USING (id)
            )
            """;

    private static final String TAKE_OVER = """
            , taken_over AS (
                INSERT INTO step (run_id, phase, path, iteration, position, state, attempt, work,
                    started_at, finished_at, checkpoint, failure)
                SELECT added.id, phase, path, iteration, position, step.state, attempt, work,
                    step.started_at, step.finished_at, checkpoint, step.failure
                FROM added JOIN step ON step.run_id = :goesOnFrom::uuid AND phase = 'RUN'
                    AND step.state IN ('FINISHED', 'SKIPPED')
            )
            """;

    private static final String END = "SELECT * FROM added";
    private static final JdbcFixedStatement ADDING = new JdbcFixedStatement(ADD + END);
    private static final JdbcFixedStatement TAKING_OVER = new JdbcFixedStatement(ADD + TAKE_OVER + END);

    private final JdbcOperations jdbc;
    private final JdbcRunRows rows;

    JdbcAcceptance(JdbcOperations jdbc, JdbcRunRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /** @param goesOnFrom a run whose finished steps this one has, too: such a one is added alone; null for none */
    record Asked(UUID id, RunRequest request, RunFact fact, UUID goesOnFrom, String taker) {}

    /** The new runs, in the order of what was asked; empty where there is one with the same request id already. */
    List<Optional<Run>> addAll(List<Asked> all) {
        // nodes that are asked for the same at once do so in the same order: none waits for the other
        List<Asked> asked = all.stream()
                .sorted(comparing(one -> one.request().requestId(), nullsFirst(naturalOrder())))
                .toList();
        UUID goesOnFrom = asked.get(0).goesOnFrom();
        MapSqlParameterSource values = new MapSqlParameterSource()
                .addValue("epoch", goesOnFrom == null ? 0 : 1)
                .addValue(
                        "asked",
                        JdbcRunWriteParameters.json(
                                asked.stream().map(this::row).toList()));
        if (goesOnFrom != null) {
            values.addValue("goesOnFrom", goesOnFrom);
        }
        Map<UUID, Run> added = new HashMap<>();
        (goesOnFrom == null ? ADDING : TAKING_OVER)
                .query(jdbc, values, rows::run)
                .forEach(run -> added.put(run.id(), run));
        return all.stream().map(one -> Optional.ofNullable(added.get(one.id()))).toList();
    }

    private Row row(Asked asked) {
        RunRequest request = asked.request();
        RunFact fact = asked.fact();
        return new Row(
                asked.id(),
                request.requestId(),
                request.pipeline(),
                rows.write(request.parameters()),
                request.requestedBy(),
                fact.time().toString(),
                request.priority(),
                request.parent(),
                fact.id(),
                fact.type(),
                fact.data(),
                asked.taker());
    }

    /** What was asked for, as the statement's columns. */
    private record Row(
            UUID id,
            String requestId,
            String pipeline,
            String parameters,
            String requestedBy,
            String time,
            int priority,
            UUID parent,
            UUID fact,
            String type,
            String data,
            String taker) {}
}
