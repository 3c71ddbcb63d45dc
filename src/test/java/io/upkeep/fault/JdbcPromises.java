package io.upkeep.fault;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The engine's promises, asked of Upkeep's tables and of the {@link JdbcEvidence} beside them, when all runs should be over. */
final class JdbcPromises {

    private final JdbcClient jdbc;

    JdbcPromises(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /** Everything that breaks a promise, in words; the promises hold when there is nothing. */
    List<String> broken() {
        return jdbc.sql("""
                        SELECT 'effect of finished step ' || step || ' of run ' || run || ' on ' || node || ' at epoch ' || epoch
                        FROM evidence.effect WHERE had_finished
                        UNION ALL
                        SELECT 'write of run ' || o.run || ' by ' || o.node || ' at stale epoch ' || o.epoch
                        FROM evidence.written o WHERE EXISTS (SELECT 1 FROM evidence.written n
                            WHERE n.run = o.run AND n.epoch > o.epoch AND n.id < o.id)
                        UNION ALL
                        SELECT 'answered request ' || request || ' has no run of its id'
                        FROM evidence.answered a WHERE NOT EXISTS (SELECT 1 FROM run WHERE id = a.run AND request_id = request)
                        UNION ALL
                        SELECT 'run ' || id || ' is ' || state FROM run
                        WHERE state NOT IN ('SUCCEEDED', 'ROLLED_BACK')
                        UNION ALL
                        SELECT 'run ' || id || ' is over and still queued' FROM run
                        JOIN scheduled_tasks ON task_instance = id::text WHERE state IN ('SUCCEEDED', 'ROLLED_BACK')
                        UNION ALL
                        SELECT 'run ' || id || ' has not every step finished once: ' || coalesce(steps, 'none') FROM run
                        LEFT JOIN (SELECT run_id, string_agg(path || ' ' || state, ', ' ORDER BY position) AS steps
                            FROM step GROUP BY 1) s ON run_id = id
                        WHERE steps IS DISTINCT FROM CASE pipeline
                            WHEN 'undone-effects' THEN 'first FINISHED, second FINISHED, third FAILED, undo-third FINISHED, undo-second FINISHED, undo-first FINISHED'
                            ELSE 'one FINISHED, two FINISHED, three FINISHED, four FINISHED, five FINISHED'
                            END
                        UNION ALL
                        SELECT 'step ' || (data ->> 'step') || ' of run ' || subject || ' ended ' || count(*) || ' times'
                        FROM outbox WHERE type = 'io.upkeep.step.finished.v1' AND data ->> 'outcome' = 'FINISHED'
                        GROUP BY subject, data ->> 'phase', data ->> 'step' HAVING count(*) > 1
                        UNION ALL
                        SELECT 'events of run ' || subject || ' have gaps or repeats' FROM outbox
                        GROUP BY subject HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> max(sequence)
                        LIMIT 50
                        """).query(String.class).list();
    }
}
