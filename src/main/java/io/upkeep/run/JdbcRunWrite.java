package io.upkeep.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one statement of one {@link RunWrite} or of several, of different runs, put together from those parts that they
 * need. Without its fence's row ({@code owned}) no part does anything for a write; one that was done already has none. Rows come as JSON, as many as there
 * are: three parameters cost less than a column each, and PostgreSQL, which does not look into them, keeps one plan.
 * Those of runs come through a condition that is always true, so that it expects few and looks them up by their key.
 */
final class JdbcRunWrite {

    private static final String FENCE = """
            WITH owned AS (
                UPDATE run SET sequence = run.sequence + w.count, last_write = w.id
                FROM json_to_recordset(:writes::json) AS w (n int, run uuid, epoch bigint, id uuid, count int)
                WHERE run.id = w.run AND run.epoch = w.epoch AND run.last_write IS DISTINCT FROM w.id
                    AND w.n BETWEEN 1 AND 1000
                RETURNING run.id, w.n, w.count, run.sequence, run.wish, run.wish_by, false AS leaves
            )
            """;

    /** What a new owner has not seen it would undo: it is fenced by any write since it looked, and looks again. */
    private static final String FENCE_AND_MOVE = """
            WITH owned AS (
                UPDATE run SET sequence = run.sequence + w.count, last_write = w.id,
                    epoch = CASE WHEN w.moves THEN w.next_epoch ELSE run.epoch END,
                    owner = CASE WHEN w.moves THEN w.owner ELSE run.owner END,
                    state = CASE WHEN w.moves THEN w.state ELSE run.state END,
                    started_at = CASE WHEN w.moves THEN w.started_at ELSE run.started_at END,
                    finished_at = CASE WHEN w.moves THEN w.finished_at ELSE run.finished_at END,
                    route_hash = CASE WHEN w.moves THEN w.route_hash ELSE run.route_hash END,
                    failed_step = CASE WHEN w.moves THEN w.failed_step ELSE run.failed_step END,
                    failure = CASE WHEN w.moves THEN w.failure ELSE run.failure END,
                    reason = CASE WHEN w.moves THEN w.reason ELSE run.reason END,
                    wait_kind = CASE WHEN w.moves THEN w.wait_kind ELSE run.wait_kind END,
                    wait_until = CASE WHEN w.moves THEN w.wait_until ELSE run.wait_until END,
                    wants = CASE WHEN w.moves THEN w.wants ELSE run.wants END,
                    window_id = CASE WHEN w.moves THEN w.window_id ELSE run.window_id END,
                    closes_at = CASE WHEN w.moves THEN w.closes_at ELSE run.closes_at END,
                    overran = CASE WHEN w.moves THEN w.overran IS TRUE ELSE run.overran END,
                    wish = CASE WHEN w.keeps_wish THEN run.wish END,
                    wish_by = CASE WHEN w.keeps_wish THEN run.wish_by END
                FROM json_to_recordset(:writes::json) AS w (n int, run uuid, epoch bigint, id uuid, count int, moves boolean,
                    next_epoch bigint, owner text, state text, started_at timestamptz, finished_at timestamptz, route_hash text,
                    failed_step text, failure text, reason text, wait_kind text, wait_until timestamptz, wants text[],
                    window_id text, closes_at timestamptz, overran boolean, keeps_wish boolean, leaves boolean,
                    takes_up boolean, seen uuid)
                WHERE run.id = w.run AND run.epoch = w.epoch AND run.last_write IS DISTINCT FROM w.id
                    AND (NOT w.takes_up OR run.last_write IS NOT DISTINCT FROM w.seen)
                    AND w.n BETWEEN 1 AND 1000
                RETURNING run.id, w.n, w.count, run.sequence, run.wish, run.wish_by, w.leaves
            )
            """;

    private static final String STEPS = """
            , steps AS (
                INSERT INTO step (run_id, phase, path, iteration, position, state, attempt, work, started_at,
                    finished_at, checkpoint, failure)
                SELECT owned.id, s.phase, s.path, s.iteration, owned.sequence * 100 + s.place, s.state, s.attempt, s.work,
                    s.started_at, s.finished_at, s.checkpoint::json, s.failure
                FROM owned JOIN json_to_recordset(:steps::json) AS s (of int, place int, phase text, path text,
                        iteration text, state text, attempt int, work int, started_at timestamptz, finished_at timestamptz,
                        checkpoint text, failure text)
                    ON s.of = owned.n
                ON CONFLICT (run_id, phase, path, iteration) DO UPDATE
                SET state = EXCLUDED.state, attempt = EXCLUDED.attempt, work = EXCLUDED.work,
                    started_at = EXCLUDED.started_at,
                    finished_at = EXCLUDED.finished_at, checkpoint = EXCLUDED.checkpoint, failure = EXCLUDED.failure,
                    position = CASE WHEN EXCLUDED.state = 'STARTED' AND EXCLUDED.finished_at IS NULL
                        THEN EXCLUDED.position ELSE step.position END
            )
            """;

    private static final String FACTS = """
            , told AS (
                INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                SELECT f.id, f.type, owned.id::text, owned.id::text, owned.sequence - owned.count + f.place,
                    f.time, f.data::json
                FROM owned JOIN json_to_recordset(:facts::json)
                        AS f (of int, place int, id uuid, type text, time timestamptz, data text)
                    ON f.of = owned.n
                ORDER BY owned.n, f.place
            )
            """;

    /** Only of a write alone: somebody may make the same row due in this moment. */
    private static final String AGAIN = """
            , again AS (
                UPDATE scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL,
                    execution_time = CASE WHEN hurried THEN :now::timestamptz ELSE :again::timestamptz END, hurried = false, version = version + 1
                WHERE task_name = 'run' AND task_instance = (SELECT id::text FROM owned)
            )
            """;

    /**
     * Only of a write alone: it changes rows of others. Locks go when nothing will follow, and so does the run's place in
     * queues; whoever is next in one of them, or waited for this run, is looked at again.
     */
    private static final String UNLOCK = """
            , unlocked AS (
                DELETE FROM lock WHERE run_id = (SELECT id FROM owned) RETURNING name
            )
            """;

    /** What runs that wait for it had lent to it: another child may be next. They keep the lock. */
    private static final String GIVE_BACK = """
            , returned AS (
                DELETE FROM lent_lock WHERE run_id = (SELECT id FROM owned) RETURNING name
            )
            """;

    private static final String FREED = """
            , freed AS (
                SELECT name FROM unlocked UNION SELECT unnest(:gaveUp::text[])
            """;

    private static final String AND_RETURNED = " UNION SELECT name FROM returned";

    private static final String END = "SELECT n, sequence, wish, wish_by FROM owned WHERE true";

    /** Once for all of them, before the first row. */
    private static final String AND_LEAVE = """
             AND (SELECT leave_queue(ARRAY(SELECT id::text FROM owned WHERE leaves))) >= 0
            """;

    /** The same. */
    private static final String AND_HURRY = " AND (SELECT hurry(ARRAY(" + JdbcHurry.NEXT_IN_QUEUES + """
             UNION ALL SELECT :parent WHERE :parent::text IS NOT NULL), :now::timestamptz)) >= 0
            """;

    private static final Map<Parts, JdbcFixedStatement> STATEMENTS = new ConcurrentHashMap<>();

    private JdbcRunWrite() {}

    /** Whether others' rows change with it, or others may change its own: it must not share a statement. */
    static boolean goesAlone(RunWrite write) {
        return write.queue() instanceof RunWrite.Queue.Again || frees(write);
    }

    static boolean frees(RunWrite write) {
        return write.moves() && write.next().state().isFinal() && write.isWaitedFor();
    }

    /** The statement that has what these writes need. */
    static JdbcFixedStatement of(List<RunWrite> writes) {
        RunWrite first = writes.get(0);
        return STATEMENTS.computeIfAbsent(
                new Parts(
                        writes.stream().anyMatch(JdbcRunWrite::setsAll),
                        writes.stream().anyMatch(write -> !write.steps().isEmpty()),
                        writes.stream().anyMatch(write -> !write.facts().isEmpty()),
                        writes.stream().anyMatch(JdbcRunWrite::leaves),
                        first.queue() instanceof RunWrite.Queue.Again,
                        frees(first),
                        frees(first) && first.next().parent() != null),
                Parts::statement);
    }

    private record Parts(
            boolean moves,
            boolean steps,
            boolean facts,
            boolean leave,
            boolean again,
            boolean unlock,
            boolean giveBack) {

        JdbcFixedStatement statement() {
            return new JdbcFixedStatement((moves ? FENCE_AND_MOVE : FENCE)
                    + (steps ? STEPS : "")
                    + (facts ? FACTS : "")
                    + (again ? AGAIN : "")
                    + (unlock ? UNLOCK : "")
                    + (giveBack ? GIVE_BACK : "")
                    + (unlock ? FREED : "")
                    + (giveBack ? AND_RETURNED : "")
                    + (unlock ? ")\n" : "")
                    + END
                    + (leave ? AND_LEAVE : "")
                    + (unlock ? AND_HURRY : ""));
        }
    }

    /** Whether more changes of the run than its sequence. */
    static boolean setsAll(RunWrite write) {
        return write.moves() || write.takesUp();
    }

    static boolean leaves(RunWrite write) {
        return write.queue() instanceof RunWrite.Queue.Leave;
    }
}
