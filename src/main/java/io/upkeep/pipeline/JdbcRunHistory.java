package io.upkeep.pipeline;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What past runs tell about the next one. */
@Repository
class JdbcRunHistory {

    private static final List<String> OVER = Arrays.stream(RunState.values())
            .filter(RunState::isFinal)
            .map(RunState::name)
            .toList();

    private final JdbcClient jdbc;

    JdbcRunHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How the newest run of a pipeline that is over ended, and when. */
    Optional<Ended> newestEnd(String pipeline) {
        return jdbc.sql("""
                        SELECT state, finished_at FROM run
                        WHERE pipeline = :pipeline AND finished_at IS NOT NULL AND started_at IS NOT NULL
                        ORDER BY requested_at DESC LIMIT 1
                        """)
                .param("pipeline", pipeline)
                .query((row, n) -> new Ended(
                        RunState.valueOf(row.getString("state")),
                        row.getTimestamp("finished_at").toInstant()))
                .optional();
    }

    /** The end of a run. */
    record Ended(RunState state, Instant at) {}

    /**
     * How long a run may take, from its start to the end of a rollback: the 95th percentile of the newest 50 that
     * succeeded, and the same of the rollbacks (as long as the run itself where there was none yet). Zero when nothing is known.
     */
    Duration needed(String pipeline, boolean canRollBack) {
        Duration forward = p95("""
                SELECT finished_at - started_at AS took FROM run
                WHERE pipeline = :pipeline AND state = 'SUCCEEDED' ORDER BY requested_at DESC LIMIT 50
                """, pipeline);
        if (!canRollBack) {
            return forward;
        }
        Duration backward = p95("""
                SELECT finished_at - (SELECT min(started_at) FROM step WHERE run_id = run.id AND phase = 'ROLLBACK') AS took
                FROM run WHERE pipeline = :pipeline AND state = 'ROLLED_BACK' ORDER BY requested_at DESC LIMIT 50
                """, pipeline);
        return forward.plus(backward.isZero() ? forward : backward);
    }

    private Duration p95(String durations, String pipeline) {
        return jdbc.sql(
                        "SELECT (extract(epoch FROM percentile_cont(0.95) WITHIN GROUP (ORDER BY took)) * 1000)::bigint FROM ("
                                + durations + ") AS past")
                .param("pipeline", pipeline)
                .query(Long.class)
                .optional()
                .map(Duration::ofMillis)
                .orElse(Duration.ZERO);
    }

    /**
     * The runs that this one asked for and waits for, as far as they are not over; those of one phase or of both.
     *
     * @param phase null for both
     */
    List<ChildRuns.Child> unfinishedChildren(UUID parent, Phase phase) {
        return jdbc.sql("""
                        SELECT id, pipeline, state, reason, wish FROM run
                        WHERE parent = :parent AND starts_with(request_id, :requests) AND state NOT IN (:over)
                        ORDER BY requested_at, id
                        """)
                .param("over", OVER)
                .param("parent", parent)
                .param("requests", phase == null ? ChildRequest.of(parent) : ChildRequest.ofPhase(parent, phase))
                .query((row, n) -> new ChildRuns.Child(
                        row.getObject("id", UUID.class),
                        row.getString("pipeline"),
                        RunState.valueOf(row.getString("state")),
                        row.getString("reason"),
                        row.getString("wish") == null ? null : Run.Wish.Kind.valueOf(row.getString("wish"))))
                .list();
    }

    /** The ids of the requests with which a run asked for those that it waits for, or waited for. */
    Set<String> childRequests(UUID parent, Phase phase) {
        return Set.copyOf(
                jdbc.sql("SELECT request_id FROM run WHERE parent = :parent AND starts_with(request_id, :requests)")
                        .param("parent", parent)
                        .param("requests", ChildRequest.ofPhase(parent, phase))
                        .query(String.class)
                        .list());
    }

    /** Whether there is a run of this request. */
    boolean isAsked(String request) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM run WHERE request_id = :request)")
                .param("request", request)
                .query(Boolean.class)
                .single();
    }

    /** Those that wait for each of these runs, and for them, as far as they are not over; nothing of one that nobody waits for. */
    Map<UUID, Set<UUID>> ancestors(Collection<UUID> runs) {
        return jdbc
                .sql("""
                        WITH RECURSIVE above AS (
                            SELECT id AS run, parent AS id FROM run WHERE id = ANY (:runs::uuid[]) AND parent IS NOT NULL
                            UNION SELECT above.run, run.parent FROM above JOIN run USING (id) WHERE run.parent IS NOT NULL
                        )
                        SELECT above.run, id FROM above JOIN run USING (id) WHERE state NOT IN (:over)
                        """)
                .param("over", OVER)
                .param("runs", runs.stream().map(UUID::toString).toArray(String[]::new))
                .query((row, n) -> Map.entry(row.getObject("run", UUID.class), row.getObject("id", UUID.class)))
                .list()
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
    }

    /** Whether a run is over; one that is deleted was. */
    boolean isOver(UUID run) {
        return jdbc.sql("SELECT NOT EXISTS (SELECT 1 FROM run WHERE id = :run AND state NOT IN (:over))")
                .param("over", OVER)
                .param("run", run)
                .query(Boolean.class)
                .single();
    }

    /** The instant of the newest verified backup of a series; empty: of any. */
    Optional<Instant> newestVerifiedBackup(String series) {
        return jdbc.sql("SELECT max(created_at) FROM backup WHERE state = 'VERIFIED' AND :series IN ('', series)")
                .param("series", series)
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }
}
