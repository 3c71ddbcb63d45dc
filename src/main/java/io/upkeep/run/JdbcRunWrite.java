package io.upkeep.run;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The one statement of a {@link RunWrite}, put together from those parts that it needs. Without its fence's row
 * ({@code owned}) no part does anything.
 */
final class JdbcRunWrite {

    private static final String FENCE = """
            WITH owned AS (
                UPDATE run SET sequence = sequence + :count, last_write = :write
                WHERE id = :run AND epoch = :epoch RETURNING sequence, wish, wish_by
            )
            """;

    private static final String FENCE_AND_MOVE = """
            WITH owned AS (
                UPDATE run SET sequence = sequence + :count, last_write = :write, epoch = :nextEpoch, owner = :owner, state = :state,
                    started_at = :startedAt::timestamptz, finished_at = :finishedAt::timestamptz,
                    route_hash = :routeHash, failed_step = :failedStep, failure = :failure, reason = :reason,
                    wait_kind = :waitKind, wait_until = :waitUntil::timestamptz, wants = :wants::text[],
                    window_id = :window, closes_at = :closes::timestamptz,
                    wish = CASE WHEN :keepsWish THEN wish END, wish_by = CASE WHEN :keepsWish THEN wish_by END
                WHERE id = :run AND epoch = :epoch RETURNING sequence, wish, wish_by
            )
            """;

    private static final String STEPS = """
            , steps AS (
                INSERT INTO step (run_id, phase, path, iteration, position, state, attempt, work, started_at,
                    finished_at, checkpoint, failure)
                SELECT :run, s.phase, s.path, s.iteration, owned.sequence * 100 + s.n, s.state, s.attempt, s.work,
                    s.started::timestamptz, s.finished::timestamptz, s.checkpoint::json, s.failure
                FROM owned, unnest(:phases::text[], :paths::text[], :iterations::text[], :states::text[],
                    :attempts::int[], :works::int[], :starts::text[], :ends::text[], :checkpoints::text[], :failures::text[])
                    WITH ORDINALITY AS s (phase, path, iteration, state, attempt, work, started, finished, checkpoint, failure, n)
                ON CONFLICT (run_id, phase, path, iteration) DO UPDATE
                SET state = EXCLUDED.state, attempt = EXCLUDED.attempt, work = EXCLUDED.work,
                    started_at = EXCLUDED.started_at,
                    finished_at = EXCLUDED.finished_at, checkpoint = EXCLUDED.checkpoint, failure = EXCLUDED.failure,
                    position = CASE WHEN EXCLUDED.state = 'STARTED' THEN EXCLUDED.position ELSE step.position END
            )
            """;

    private static final String FACTS = """
            , told AS (
                INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                SELECT f.id::uuid, f.type, :run::text, :run::text, owned.sequence - :count + f.n,
                    f.time::timestamptz, f.data::jsonb
                FROM owned, unnest(:factIds::text[], :types::text[], :times::text[], :facts::text[])
                    WITH ORDINALITY AS f (id, type, time, data, n)
            )
            """;

    private static final String LEAVE = """
            , gone AS (
                DELETE FROM scheduled_tasks
                WHERE task_name = 'run' AND task_instance = :run::text AND EXISTS (SELECT 1 FROM owned)
            )
            """;

    private static final String AGAIN = """
            , again AS (
                UPDATE scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL,
                    execution_time = CASE WHEN hurried THEN :now::timestamptz ELSE :again::timestamptz END, hurried = false, version = version + 1
                WHERE task_name = 'run' AND task_instance = :run::text AND EXISTS (SELECT 1 FROM owned)
            )
            """;

    /**
     * Locks go when nothing will follow, and so does the run's place in queues; whoever is next in one of them, or waited
     * for this run, is looked at again.
     */
    private static final String UNLOCK = """
            , unlocked AS (
                DELETE FROM lock WHERE run_id = :run AND EXISTS (SELECT 1 FROM owned) RETURNING name
            ), freed AS (
                SELECT name FROM unlocked UNION SELECT unnest(:gaveUp::text[])
            ), hurried AS (
            """ + JdbcHurry.RUNS + " IN (" + JdbcHurry.NEXT_IN_QUEUES + """
                    UNION ALL SELECT :parent WHERE :parent::text IS NOT NULL)
            )
            """;

    private static final String END = "SELECT sequence, wish, wish_by FROM owned";

    private JdbcRunWrite() {}

    static String sql(RunWrite write) {
        StringBuilder sql = new StringBuilder(write.moves() || write.takesUp() ? FENCE_AND_MOVE : FENCE);
        if (!write.steps().isEmpty()) {
            sql.append(STEPS);
        }
        if (!write.facts().isEmpty()) {
            sql.append(FACTS);
        }
        if (write.queue() instanceof RunWrite.Queue.Leave) {
            sql.append(LEAVE);
        } else if (write.queue() instanceof RunWrite.Queue.Again) {
            sql.append(AGAIN);
        }
        if (ends(write)) {
            sql.append(UNLOCK);
        }
        return sql.append(END).toString();
    }

    static StatementSpec bind(RunWrite write, StatementSpec to, Instant now) {
        StatementSpec statement = to.param("run", write.run().id())
                .param(
                        "epoch",
                        write.takesUp() ? write.run().epoch() - 1 : write.run().epoch())
                .param("write", write.id())
                .param("count", write.facts().size());
        if (write.moves() || write.takesUp()) {
            statement = bindMove(write, statement);
        }
        if (!write.steps().isEmpty()) {
            statement = bindSteps(write.steps(), statement);
        }
        if (!write.facts().isEmpty()) {
            statement = bindFacts(write.facts(), statement);
        }
        if (write.queue() instanceof RunWrite.Queue.Again again) {
            statement = statement.param("again", Timestamp.from(again.at())).param("now", Timestamp.from(now));
        }
        if (ends(write)) {
            Run.Waiting gaveUp = write.run().waiting();
            statement = statement
                    .param("now", Timestamp.from(now))
                    .param("ageing", Run.AGEING.toSeconds())
                    .param("gaveUp", gaveUp == null ? null : gaveUp.locks().toArray(String[]::new))
                    .param(
                            "parent",
                            write.next().parent() == null
                                    ? null
                                    : write.next().parent().toString());
        }
        return statement;
    }

    private static boolean ends(RunWrite write) {
        return write.moves() && write.next().state().isFinal();
    }

    private static StatementSpec bindMove(RunWrite write, StatementSpec to) {
        Run next = write.next();
        Run.Waiting waiting = next.waiting();
        Run.StartedIn window = next.window();
        return to.param("nextEpoch", next.epoch())
                .param("owner", write.queue() instanceof RunWrite.Queue.Keep ? write.owner() : null)
                .param("state", next.state().name())
                .param("startedAt", JdbcRunJournal.iso(next.startedAt()))
                .param("finishedAt", JdbcRunJournal.iso(next.finishedAt()))
                .param("routeHash", next.routeHash())
                .param("failedStep", next.failedStep())
                .param("failure", next.failure())
                .param("reason", next.reason())
                .param("waitKind", waiting == null ? null : waiting.kind())
                .param("waitUntil", waiting == null ? null : JdbcRunJournal.iso(waiting.until()))
                .param("wants", waiting == null ? null : waiting.locks().toArray(String[]::new))
                .param("window", window == null ? null : window.window())
                .param("closes", window == null ? null : JdbcRunJournal.iso(window.closes()))
                .param("keepsWish", !next.state().isAtRest());
    }

    private static StatementSpec bindSteps(List<StepRecord> steps, StatementSpec to) {
        return to.param("phases", texts(steps, step -> step.key().phase().name()))
                .param("paths", texts(steps, step -> step.key().path()))
                .param("iterations", texts(steps, step -> step.key().iteration()))
                .param("states", texts(steps, step -> step.state().name()))
                .param("attempts", steps.stream().map(StepRecord::attempt).toArray(Integer[]::new))
                .param("works", steps.stream().map(StepRecord::work).toArray(Integer[]::new))
                .param("starts", texts(steps, step -> JdbcRunJournal.iso(step.startedAt())))
                .param("ends", texts(steps, step -> JdbcRunJournal.iso(step.finishedAt())))
                .param("checkpoints", texts(steps, StepRecord::checkpoint))
                .param("failures", texts(steps, StepRecord::failure));
    }

    private static StatementSpec bindFacts(List<RunFact> facts, StatementSpec to) {
        return to.param("factIds", texts(facts, fact -> fact.id().toString()))
                .param("types", texts(facts, RunFact::type))
                .param("times", texts(facts, fact -> JdbcRunJournal.iso(fact.time())))
                .param("facts", texts(facts, RunFact::data));
    }

    private static <T> String[] texts(List<T> of, Function<T, String> what) {
        return of.stream().map(what).toArray(String[]::new);
    }
}
