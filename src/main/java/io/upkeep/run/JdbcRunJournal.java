package io.upkeep.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The journal in PostgreSQL. Every write of an owned run is one statement, and so one transaction, that starts with the
 * fence; the outbox and the queue ({@code scheduled_tasks}, db-scheduler's table) change in the same one. Writes of
 * several runs that come at the same time share one.
 */
@Repository
class JdbcRunJournal implements RunJournal {

    private static final String FACT_COLUMNS =
            "INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)";

    private static final int WRITERS_AT_ONCE = 2;
    private static final int LARGEST_GROUP = 100;

    private final JdbcClient jdbc;
    private final JdbcOperations statements;
    private final JdbcRunRows rows;
    private final Clock clock;
    private final JdbcAcceptance acceptance;
    private final GroupCommit<RunWrite, Optional<Written>> writing =
            new GroupCommit<>(WRITERS_AT_ONCE, LARGEST_GROUP, this::writeAll, JdbcRunJournal::isRefused);
    private final GroupCommit<JdbcAcceptance.Asked, Optional<Run>> accepting;

    JdbcRunJournal(JdbcClient jdbc, JdbcOperations statements, JdbcRunRows rows, Clock clock) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.rows = rows;
        this.clock = clock;
        this.acceptance = new JdbcAcceptance(statements, rows);
        this.accepting = new GroupCommit<>(1, LARGEST_GROUP, acceptance::addAll, JdbcRunJournal::isRefused);
    }

    @Override
    public Accepted accept(UUID id, RunRequest request, RunFact fact, UUID goesOnFrom, String taker) {
        JdbcAcceptance.Asked asked = new JdbcAcceptance.Asked(id, request, fact, goesOnFrom, taker);
        Optional<Run> added = joinsTransaction() || goesOnFrom != null
                ? acceptance.addAll(List.of(asked)).get(0)
                : accepting.write(asked);
        return added.map(run -> new Accepted(run, true)).orElseGet(() -> repeat(id, request));
    }

    /** An accept whose answer was lost is asked again with the same id; that one is new all the same. */
    private Accepted repeat(UUID id, RunRequest request) {
        Run first = jdbc.sql("SELECT * FROM run WHERE id = :id OR request_id = :requestId")
                .param("id", id)
                .param("requestId", request.requestId())
                .query(rows::run)
                .single();
        return new Accepted(first, first.id().equals(id));
    }

    @Override
    public Written write(RunWrite write) {
        Optional<Written> written = joinsTransaction() || JdbcRunWrite.goesAlone(write)
                ? writeAll(List.of(write)).get(0)
                : writing.write(write);
        return written.orElseThrow(
                () -> new Fenced(write.run().id(), write.run().epoch()));
    }

    /** Of two writes of the same run, by two who believe to own it, one is written. */
    private List<Optional<Written>> writeAll(List<RunWrite> writes) {
        List<Optional<Written>> written = new ArrayList<>(Collections.nCopies(writes.size(), Optional.empty()));
        JdbcRunWrite.of(writes)
                .query(
                        statements,
                        JdbcRunWriteParameters.of(writes, clock.instant()),
                        (row, line) -> written.set(
                                row.getInt("n") - 1,
                                Optional.of(new Written(row.getLong("sequence"), JdbcRunRows.wish(row)))));
        return written;
    }

    @Override
    public Optional<Written> written(RunWrite write) {
        return jdbc.sql("SELECT sequence, wish, wish_by FROM run WHERE id = :run AND last_write = :write")
                .param("run", write.run().id())
                .param("write", write.id())
                .query((row, n) -> new Written(row.getLong("sequence"), JdbcRunRows.wish(row)))
                .optional();
    }

    @Override
    public Optional<Run> lock(UUID run) {
        return jdbc.sql("SELECT * FROM run WHERE id = :id FOR UPDATE")
                .param("id", run)
                .query(rows::run)
                .optional();
    }

    @Override
    public long decide(Run run, Run next, RunFact fact, RunWrite.Queue queue, StepRecord step) {
        if (!next.state().isAtRest()) {
            jdbc.sql("""
                            INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
                            VALUES ('run', :run, :now, false, 2, :priority)
                            ON CONFLICT (task_name, task_instance) DO UPDATE
                            SET picked = false, picked_by = NULL, execution_time = EXCLUDED.execution_time, hurried = false,
                                version = scheduled_tasks.version + 1
                            """)
                    .param("run", run.id().toString())
                    .param("now", Timestamp.from(clock.instant()))
                    .param("priority", run.priority())
                    .update();
        }
        return write(new RunWrite(
                        fact.id(),
                        run,
                        null,
                        false,
                        next,
                        step == null ? List.of() : List.of(step),
                        List.of(fact),
                        queue,
                        true))
                .sequence();
    }

    @Override
    public long wish(Run run, Run.Wish wish, RunFact fact) {
        return jdbc.sql("WITH owned AS (UPDATE run SET sequence = sequence + 1, wish = :wish, wish_by = :by"
                        + " WHERE id = :run RETURNING sequence), told AS (" + FACT_COLUMNS + """
                         SELECT :factId, :type, :run::text, :run::text, sequence, :now, :data::json FROM owned
                        ) SELECT sequence FROM owned
                        """)
                .param("run", run.id())
                .param("wish", wish.kind().name())
                .param("by", wish.by())
                .param("factId", fact.id())
                .param("type", fact.type())
                .param("now", Timestamp.from(fact.time()))
                .param("data", fact.data())
                .query(Long.class)
                .single();
    }

    @Override
    public void hurry(Collection<UUID> runs) {
        jdbc.sql("SELECT hurry(:runs, :now)")
                .param("now", Timestamp.from(clock.instant()))
                .param("runs", runs.stream().map(UUID::toString).toArray(String[]::new))
                .query()
                .singleValue();
    }

    @Override
    public void hurryWaiting(Collection<String> kinds) {
        jdbc.sql(
                        "SELECT hurry(ARRAY(SELECT id::text FROM run WHERE state = 'WAITING' AND wait_kind = ANY (:kinds)), :now)")
                .param("now", Timestamp.from(clock.instant()))
                .param("kinds", kinds.toArray(String[]::new))
                .query()
                .singleValue();
    }

    @Override
    public void hurryNext(String lock) {
        jdbc.sql("WITH freed AS (SELECT :lock::text AS name) SELECT hurry(ARRAY(" + JdbcHurry.NEXT_IN_QUEUES
                        + "), :now)")
                .param("lock", lock)
                .param("run", null)
                .param("ageing", Run.AGEING.toSeconds())
                .param("now", Timestamp.from(clock.instant()))
                .query()
                .singleValue();
    }

    @Override
    public Optional<Run> find(UUID id) {
        return jdbc.sql("SELECT * FROM run WHERE id = :id")
                .param("id", id)
                .query(rows::run)
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
                .query(rows::run)
                .list();
    }

    @Override
    public Optional<Run> newestSucceeded(String pipeline) {
        return jdbc.sql("""
                        SELECT * FROM run WHERE pipeline = :pipeline AND state = 'SUCCEEDED' AND finished_at IS NOT NULL
                        ORDER BY finished_at DESC, id DESC LIMIT 1
                        """).param("pipeline", pipeline).query(rows::run).optional();
    }

    @Override
    public List<Run> notOver(String pipeline, int limit) {
        return jdbc.sql("""
                        SELECT * FROM run
                        WHERE state NOT IN ('SUCCEEDED', 'ROLLED_BACK', 'CANCELLED', 'REJECTED')
                            AND (:pipeline::text IS NULL OR pipeline = :pipeline)
                        ORDER BY requested_at DESC LIMIT :limit
                        """)
                .param("pipeline", pipeline)
                .param("limit", limit)
                .query(rows::run)
                .list();
    }

    @Override
    public List<StepRecord> steps(UUID run) {
        return jdbc.sql("SELECT * FROM step WHERE run_id = :run ORDER BY position")
                .param("run", run)
                .query(JdbcRunRows::step)
                .list();
    }

    private static boolean joinsTransaction() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** The database answered, and so has not committed; otherwise nobody knows. */
    private static boolean isRefused(RuntimeException failure) {
        return !(failure instanceof DataAccessResourceFailureException);
    }

    static String iso(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
