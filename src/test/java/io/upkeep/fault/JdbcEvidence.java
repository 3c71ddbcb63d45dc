package io.upkeep.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What really happened, noted in a schema of its own beside Upkeep's tables and past its code: effects of steps, answers
 * to requests, and by a trigger each write of a run with the node's connection that did it. All instants are the database's.
 */
final class JdbcEvidence {

    private final JdbcClient jdbc;

    JdbcEvidence(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /** Before the first node starts. */
    void prepare() {
        jdbc.sql("""
                        CREATE SCHEMA evidence;
                        CREATE TABLE evidence.effect (run uuid, epoch bigint, phase text, step text, node text,
                            at timestamptz DEFAULT clock_timestamp(), had_finished boolean);
                        CREATE INDEX ON evidence.effect (run);
                        CREATE TABLE evidence.interrupted (run uuid, epoch bigint, node text,
                            at timestamptz DEFAULT clock_timestamp());
                        CREATE TABLE evidence.answered (request text, run uuid, node text);
                        CREATE INDEX ON evidence.answered (request);
                        CREATE TABLE evidence.halted (what text PRIMARY KEY, boundary text, node text, process bigint);
                        CREATE TABLE evidence.ready (node text, process bigint, PRIMARY KEY (node, process));
                        CREATE TABLE evidence.written (id bigserial, run uuid, epoch bigint, node text,
                            at timestamptz DEFAULT clock_timestamp());
                        CREATE INDEX ON evidence.written (run, epoch);
                        CREATE SEQUENCE evidence.refused;
                        """).update();
    }

    /** Once Upkeep has its tables: from now on its writes are noted, and those that are refused are counted. */
    void watchWrites() {
        jdbc.sql("""
                        CREATE FUNCTION evidence.note() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN
                            INSERT INTO evidence.written (run, epoch, node)
                            SELECT id, epoch, current_setting('application_name') FROM changed;
                            IF NOT FOUND THEN -- a sequence counts although the transaction is rolled back
                                PERFORM nextval('evidence.refused');
                            END IF;
                            RETURN NULL;
                        END $$;
                        CREATE TRIGGER evidence AFTER UPDATE ON run REFERENCING NEW TABLE AS changed
                            FOR EACH STATEMENT EXECUTE FUNCTION evidence.note();
                        """).update();
    }

    // ---- noted by the nodes

    /** Returns whether it is the step's first effect. */
    boolean noteEffect(UUID run, long epoch, String phase, String step, String node) {
        return jdbc.sql("""
                        INSERT INTO evidence.effect (run, epoch, phase, step, node, had_finished)
                        SELECT :run, :epoch, :phase, :step, :node, EXISTS (SELECT 1 FROM step
                            WHERE run_id = :run AND phase = :phase AND path = :step AND state = 'FINISHED')
                        RETURNING NOT EXISTS (SELECT 1 FROM evidence.effect
                            WHERE run = :run AND phase = :phase AND step = :step)
                        """)
                .param("run", run)
                .param("epoch", epoch)
                .param("phase", phase)
                .param("step", step)
                .param("node", node)
                .query(Boolean.class)
                .single();
    }

    void noteInterrupted(UUID run, long epoch, String node) {
        jdbc.sql("INSERT INTO evidence.interrupted (run, epoch, node) VALUES (:run, :epoch, :node)")
                .param("run", run)
                .param("epoch", epoch)
                .param("node", node)
                .update();
    }

    void noteAnswer(String request, UUID run, String node) {
        jdbc.sql("INSERT INTO evidence.answered VALUES (:request, :run, :node)")
                .param("request", request)
                .param("run", run)
                .param("node", node)
                .update();
    }

    /** Whether this has not halted before: everything halts only once. */
    boolean noteHalt(String what, String boundary, String node) {
        return jdbc.sql("""
                                INSERT INTO evidence.halted VALUES (:what, :boundary, :node, :process) ON CONFLICT DO NOTHING
                                """)
                        .param("what", what)
                        .param("boundary", boundary)
                        .param("node", node)
                        .param("process", ProcessHandle.current().pid())
                        .update()
                == 1;
    }

    void noteReady(String node, long process) {
        jdbc.sql("INSERT INTO evidence.ready VALUES (:node, :process)")
                .param("node", node)
                .param("process", process)
                .update();
    }

    // ---- read by the tests

    boolean isReady(String node, long process) {
        return count("SELECT count(*) FROM evidence.ready WHERE node = '%s' AND process = %d".formatted(node, process))
                == 1;
    }

    Instant now() {
        return jdbc.sql("SELECT clock_timestamp()")
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single();
    }

    /** How many answers were given, repeats of the same request included. */
    int answers(String prefix) {
        return count("SELECT count(*) FROM evidence.answered WHERE request LIKE '%s%%'".formatted(prefix));
    }

    Set<String> answered(String prefix) {
        return Set.copyOf(jdbc.sql("SELECT DISTINCT request FROM evidence.answered WHERE request LIKE :prefix || '%'")
                .param("prefix", prefix)
                .query(String.class)
                .list());
    }

    int runs(String prefix) {
        return count("SELECT count(*) FROM run WHERE request_id LIKE '%s%%'".formatted(prefix));
    }

    /** Runs by state. */
    Map<String, Integer> states(String prefix) {
        return numbers("""
                SELECT concat_ws(': ', state, CASE state WHEN 'NEEDS_ATTENTION' THEN concat_ws(', ', reason, failure) END), count(*)
                FROM run WHERE request_id LIKE '%s%%' GROUP BY 1
                """.formatted(prefix));
    }

    int unfinished(String prefix) {
        return count("""
                SELECT count(*) FROM run WHERE request_id LIKE '%s%%' AND state NOT IN ('SUCCEEDED', 'ROLLED_BACK')
                """.formatted(prefix));
    }

    /** How many effects each node had. */
    Map<String, Integer> effectsByNode(String prefix) {
        return numbers("""
                SELECT node, count(*) FROM evidence.effect JOIN run ON id = run WHERE request_id LIKE '%s%%' GROUP BY 1
                """.formatted(prefix));
    }

    /** How many steps have how many effects, of runs that kept their first owner. */
    Map<String, Integer> stepsByEffects(String prefix) {
        return numbers("""
                SELECT effects::text, count(*) FROM (SELECT count(*) AS effects FROM evidence.effect
                    JOIN run ON id = run WHERE request_id LIKE '%s%%' AND run.epoch = 1 GROUP BY run, phase, step) s GROUP BY 1
                """.formatted(prefix));
    }

    /** How many runs had more than one owner. */
    int handedOver(String prefix) {
        return count("SELECT count(*) FROM run WHERE request_id LIKE '%s%%' AND epoch > 1".formatted(prefix));
    }

    /** The runs whose step is executed by the node, by its first effect. */
    List<UUID> runsIn(String step, String node, String prefix) {
        return jdbc.sql("""
                        SELECT run FROM evidence.effect JOIN run ON id = run
                        WHERE step = :step AND node = :node AND request_id LIKE :prefix || '%'
                        """)
                .param("step", step)
                .param("node", node)
                .param("prefix", prefix)
                .query(UUID.class)
                .list();
    }

    /** Each effect of these runs: the step and the node. */
    List<String> effectsOf(List<UUID> runs) {
        return jdbc.sql("SELECT step || ' ' || node FROM evidence.effect WHERE run = ANY (:runs)")
                .param("runs", runs.toArray(UUID[]::new))
                .query(String.class)
                .list();
    }

    /** How many have halted so far. */
    int halts() {
        return count("SELECT count(*) FROM evidence.halted");
    }

    /** How many stand still in a node's process. */
    int halts(String node, long process) {
        return count(
                "SELECT count(*) FROM evidence.halted WHERE node = '%s' AND process = %d".formatted(node, process));
    }

    /** Boundaries at which something has halted. */
    List<String> boundaries() {
        return jdbc.sql("SELECT DISTINCT boundary FROM evidence.halted")
                .query(String.class)
                .list();
    }

    /** How long before its time each run of a timer was asked for; negative when late. */
    List<Duration> early(String prefix) {
        return jdbc.sql("""
                        SELECT extract(epoch FROM substr(request_id, length(:prefix) + 1)::timestamptz - requested_at)
                        FROM run WHERE request_id LIKE :prefix || '%'
                        """)
                .param("prefix", prefix)
                .query((row, n) -> Duration.ofMillis(Math.round(row.getDouble(1) * 1000)))
                .list();
    }

    /** What each node holds of the queue; nobody is "-". */
    Map<String, Integer> queue() {
        return numbers("SELECT coalesce(picked_by, '-'), count(*) FROM scheduled_tasks GROUP BY 1");
    }

    /** Whether the database has a connection of the node. */
    boolean isConnected(String node) {
        return count("SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s'".formatted(node)) > 0;
    }

    /** How many writes of its run a request took. */
    int writes(String request) {
        return count("SELECT count(*) FROM evidence.written JOIN run ON run.id = run WHERE request_id = '%s'"
                .formatted(request));
    }

    /** How many writes of runs found no row so far: their epoch was over. */
    int refusedWrites() {
        return count("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM evidence.refused");
    }

    /** When the node was interrupted in its work on the run, and when another node first wrote it afterwards. */
    record HandOver(UUID run, Instant letGo, Instant takenOver) {}

    List<HandOver> handOvers(String node, Instant since) {
        return jdbc.sql("""
                        SELECT i.run, i.at, (SELECT min(w.at) FROM evidence.written w WHERE w.run = i.run
                            AND w.epoch > i.epoch) FROM evidence.interrupted i WHERE node = :node AND at > :since
                        """)
                .param("node", node)
                .param("since", java.sql.Timestamp.from(since))
                .query((row, n) -> new HandOver(
                        row.getObject(1, UUID.class),
                        row.getTimestamp(2).toInstant(),
                        row.getTimestamp(3) == null ? null : row.getTimestamp(3).toInstant()))
                .list();
    }

    /** Runs that are not over and that the node wrote last. */
    List<UUID> inTheHandsOf(String node) {
        return jdbc.sql("""
                        SELECT id FROM run WHERE owner = :node AND state IN ('RUNNING', 'ROLLING_BACK')
                        """).param("node", node).query(UUID.class).list();
    }

    /** Milliseconds from an instant until each run was written by its next owner. */
    List<Double> takeovers(List<UUID> runs, Instant since) {
        return jdbc.sql("""
                        SELECT extract(epoch FROM min(w.at) - :since) * 1000 FROM evidence.written w
                        WHERE run = ANY (:runs) AND at > :since
                            AND epoch > (SELECT max(epoch) FROM evidence.written o WHERE o.run = w.run AND o.at <= :since)
                        GROUP BY run
                        """)
                .param("runs", runs.toArray(UUID[]::new))
                .param("since", java.sql.Timestamp.from(since))
                .query(Double.class)
                .list();
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }

    private Map<String, Integer> numbers(String sql) {
        Map<String, Integer> rows = new java.util.TreeMap<>();
        jdbc.sql(sql).query(row -> {
            rows.put(row.getString(1), row.getInt(2));
        });
        return rows;
    }
}
