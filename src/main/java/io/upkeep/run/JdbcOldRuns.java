package io.upkeep.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Forgets runs, with their steps, that ended longer ago than {@code upkeep.retention.runs}. Never one that is not
 * finished, asks for a person, or that something still refers to: also a run that is not finished and asked for it.
 */
@Repository
class JdbcOldRuns implements Sweep {

    private static final int BATCH = 200;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final List<RunReferences> references;
    private final Clock clock;
    private final Duration kept;
    private Instant looked = Instant.EPOCH;

    JdbcOldRuns(
            JdbcClient jdbc,
            TransactionOperations transaction,
            List<RunReferences> references,
            Clock clock,
            @Value("${upkeep.retention.runs:90d}") Duration kept) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.references = references;
        this.clock = clock;
        this.kept = kept;
    }

    private record Candidate(UUID id, boolean isOver, Instant requestedAt) {}

    /** Goes from the oldest request on; runs that have to stay are passed, not looked at again before the next sweep. */
    @Override
    public Swept batch() {
        return transaction.execute(status -> {
            Instant before = clock.instant().minus(kept);
            List<Candidate> oldest = oldest(before);
            Set<UUID> over = new HashSet<>();
            oldest.stream().filter(Candidate::isOver).forEach(run -> over.add(run.id()));
            references.forEach(part -> over.removeAll(part.open(List.copyOf(over))));
            int deleted = over.isEmpty() ? 0 : delete(List.copyOf(over));
            boolean isDone = oldest.size() < BATCH;
            looked = isDone ? Instant.EPOCH : oldest.get(oldest.size() - 1).requestedAt();
            return new Swept("runs", deleted, isDone);
        });
    }

    private List<Candidate> oldest(Instant before) {
        return jdbc.sql("""
                        SELECT id, requested_at, finished_at < :before AND state = ANY (:over) AND NOT EXISTS (
                            SELECT 1 FROM run p WHERE p.id = run.parent AND p.state <> ALL (:over)) AS is_over
                        FROM run
                        WHERE requested_at >= :looked AND requested_at < :before
                        ORDER BY requested_at LIMIT :batch
                        FOR UPDATE SKIP LOCKED
                        """)
                .param("before", Timestamp.from(before))
                .param("looked", Timestamp.from(looked))
                .param("over", over())
                .param("batch", BATCH)
                .query((row, n) -> new Candidate(
                        row.getObject("id", UUID.class),
                        row.getBoolean("is_over"),
                        row.getTimestamp("requested_at").toInstant()))
                .list();
    }

    /** The states that nothing can follow on. */
    private static String[] over() {
        List<String> states = new ArrayList<>();
        for (RunState state : RunState.values()) {
            if (!RunState.transitions().containsKey(state)) {
                states.add(state.name());
            }
        }
        return states.toArray(new String[0]);
    }

    private int delete(List<UUID> runs) {
        references.forEach(part -> part.forget(runs));
        return jdbc.sql(
                        "WITH steps AS (DELETE FROM step WHERE run_id = ANY (:runs)) DELETE FROM run WHERE id = ANY (:runs)")
                .param("runs", runs.toArray(new UUID[0]))
                .update();
    }
}
