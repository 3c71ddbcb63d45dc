package io.upkeep.pipeline;

import io.upkeep.pipeline.LockRules.Held;
import io.upkeep.pipeline.LockRules.Queued;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Locks and their queue in PostgreSQL. */
@Repository
class JdbcLocks {

    /** "admit" in ASCII: decisions about locks are made one after the other, over all nodes. */
    private static final long ONE_AT_A_TIME = 0x61646d6974L;

    private final JdbcClient jdbc;

    JdbcLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until the caller's transaction ends nobody else decides about locks. */
    void oneAtATime() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:key)")
                .param("key", ONE_AT_A_TIME)
                .query()
                .singleRow();
    }

    /** Every lock in somebody's hands, by name. */
    Map<String, Held> held() {
        Map<String, Held> held = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT name, run_id, holder, since, reason,
                            ARRAY(SELECT lent.run_id FROM lent_lock lent WHERE lent.name = lock.name) AS lent_to
                        FROM lock ORDER BY name
                        """)
                .query((row, n) -> Map.entry(
                        row.getString("name"),
                        new Held(
                                row.getObject("run_id", UUID.class),
                                row.getString("holder"),
                                row.getTimestamp("since").toInstant(),
                                row.getString("reason"),
                                Set.of((UUID[]) row.getArray("lent_to").getArray()))))
                .list()
                .forEach(entry -> held.put(entry.getKey(), entry.getValue()));
        return held;
    }

    /** A run that has what another waits for. */
    record Holder(UUID run, RunState state) {}

    /**
     * Those that hold some of these locks, or have them on loan, and go on only when a person says so, in the order of their
     * ids. What those have that wait for {@code asking} is open to it.
     */
    List<Holder> holdersForAPerson(UUID asking, Collection<String> names, int most) {
        return jdbc.sql("""
                        WITH RECURSIVE above AS (
                            SELECT parent AS id FROM run WHERE id = :asking AND parent IS NOT NULL
                            UNION SELECT run.parent FROM above JOIN run USING (id) WHERE run.parent IS NOT NULL
                        )
                        SELECT id, state FROM run
                        WHERE state = ANY (:states) AND id NOT IN (SELECT id FROM above) AND id IN (
                            SELECT run_id FROM lock WHERE name = ANY (:names)
                            UNION SELECT lent_lock.run_id FROM lent_lock JOIN lock USING (name) WHERE name = ANY (:names))
                        ORDER BY id LIMIT :most
                        """)
                .param("asking", asking)
                .param("names", names.toArray(new String[0]))
                .param(
                        "states",
                        Arrays.stream(RunState.values())
                                .filter(RunState::asksForAPerson)
                                .map(RunState::name)
                                .toArray(String[]::new))
                .param("most", most)
                .query((row, n) ->
                        new Holder(row.getObject("id", UUID.class), RunState.valueOf(row.getString("state"))))
                .list();
    }

    /** What those who hold locks wait for, in words: a child run, and what that waits for; or a person. */
    Map<UUID, String> holdersWaits() {
        Map<UUID, String> waits = new HashMap<>();
        jdbc.sql("""
                        SELECT holder.id, concat_ws(': ',
                            CASE WHEN holder.state IN ('NEEDS_ATTENTION', 'ROLLBACK_FAILED') THEN 'asks for a person' END,
                            holder.reason, string_agg(child.reason, '; ' ORDER BY child.id)) AS words
                        FROM run holder LEFT JOIN run child ON child.parent = holder.id AND child.state = 'WAITING'
                        WHERE holder.id IN (SELECT run_id FROM lock)
                            AND holder.state IN ('WAITING', 'ROLLBACK_WAITING', 'PAUSED', 'NEEDS_ATTENTION', 'ROLLBACK_FAILED')
                        GROUP BY holder.id
                        """)
                .query((row, n) -> Map.entry(row.getObject("id", UUID.class), row.getString("words")))
                .list()
                .forEach(entry -> waits.put(entry.getKey(), entry.getValue()));
        return waits;
    }

    /**
     * The runs that queue for locks; of their ancestors the next only. Thousands of them want the same: their lists are made
     * once.
     */
    List<Queued> queue() {
        Map<String, List<String>> wanted = new HashMap<>();
        return jdbc.sql("""
                        SELECT id, priority, requested_at, wants, parent FROM run
                        WHERE state = 'WAITING' AND cardinality(wants) > 0
                        """).query((row, n) -> queued(row, wanted)).list();
    }

    private static Queued queued(ResultSet row, Map<String, List<String>> wanted) throws SQLException {
        String text = row.getString("wants");
        List<String> locks = wanted.get(text);
        if (locks == null) {
            locks = List.of((String[]) row.getArray("wants").getArray());
            wanted.put(text, locks);
        }
        UUID parent = row.getObject("parent", UUID.class);
        return new Queued(
                row.getObject("id", UUID.class),
                row.getInt("priority"),
                row.getTimestamp("requested_at").toInstant(),
                locks,
                parent == null ? Set.of() : Set.of(parent));
    }

    /** Unfinished runs of the same pipeline that were asked for before, and that nobody has asked to stop yet. */
    List<UUID> olderRuns(Run run) {
        return jdbc.sql("""
                        SELECT id FROM run
                        WHERE pipeline = :pipeline AND state IN ('REQUESTED', 'WAITING', 'RUNNING', 'PAUSED') AND wish IS NULL
                          AND (requested_at, id) < (:since, :run)
                        """)
                .param("pipeline", run.pipeline())
                .param("since", Timestamp.from(run.requestedAt()))
                .param("run", run.id())
                .query(UUID.class)
                .list();
    }

    /** Hands the run its locks; those it has already stay, and those of runs that wait for it are lent to it. */
    void take(Run run, Collection<String> names, Instant now) {
        jdbc.sql("""
                        INSERT INTO lock (name, run_id, holder, since)
                        SELECT name, :run, :holder, :now FROM unnest(:names) AS name
                        ON CONFLICT (name) DO UPDATE SET since = lock.since WHERE lock.run_id = :run
                        """)
                .param("run", run.id())
                .param("holder", "run %s of %s".formatted(run.id(), run.pipeline()))
                .param("now", Timestamp.from(now))
                .param("names", names.toArray(new String[0]))
                .update();
        if (run.parent() != null) {
            jdbc.sql("""
                            INSERT INTO lent_lock (name, run_id)
                            SELECT name, :run FROM lock WHERE name = ANY (:names) AND run_id <> :run
                            ON CONFLICT DO NOTHING
                            """)
                    .param("run", run.id())
                    .param("names", names.toArray(new String[0]))
                    .update();
        }
    }

    /** A lock in a person's hands; false when somebody has it already. */
    boolean takeByHand(String name, String person, String reason, Instant now) {
        return jdbc.sql("""
                                INSERT INTO lock (name, holder, reason, since) VALUES (:name, :holder, :reason, :now)
                                ON CONFLICT (name) DO NOTHING
                                """)
                        .param("name", name)
                        .param("holder", "person:" + person)
                        .param("reason", reason)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /** Gives a person's lock back, and says whose it was; empty when there is none of that name. */
    Optional<Held> releaseByHand(String name) {
        return jdbc.sql("DELETE FROM lock WHERE name = :name AND run_id IS NULL RETURNING holder, since, reason")
                .param("name", name)
                .query((row, n) -> new Held(
                        null, row.getString("holder"), row.getTimestamp("since").toInstant(), row.getString("reason")))
                .optional();
    }

    /** Gives back the lock of a run that is over; false when there is none. */
    boolean releaseOfOver(String name) {
        return jdbc.sql("""
                                DELETE FROM lock USING run WHERE lock.name = :name AND lock.run_id = run.id
                                    AND run.state IN ('SUCCEEDED', 'ROLLED_BACK', 'CANCELLED', 'REJECTED')
                                """).param("name", name).update() == 1;
    }
}
