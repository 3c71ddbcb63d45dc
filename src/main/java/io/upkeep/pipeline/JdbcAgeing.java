package io.upkeep.pipeline;

import io.upkeep.run.Run;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Raises the priority of runs that are due and find no free worker, as in the queues of locks: however many of higher
 * priority come, each is the next one day. Workers take what is due by the priority in the queue's row.
 */
@Component
class JdbcAgeing {

    /** Where workers are free nothing is due for as long. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final int AT_ONCE = 5_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcAgeing(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Looks at the longest due first; returns how many became more urgent. */
    @Scheduled(fixedDelayString = "30s", initialDelayString = "30s")
    int age() {
        Instant now = clock.instant();
        return jdbc.sql("""
                        WITH aged AS (
                            SELECT t.task_name, t.task_instance, LEAST(32767,
                                r.priority + floor(extract(epoch FROM :now::timestamptz - r.requested_at) / :ageing))::smallint
                                AS priority
                            FROM scheduled_tasks t JOIN run r ON r.id = t.task_instance::uuid
                            WHERE t.task_name = 'run' AND NOT t.picked AND t.execution_time < :late
                                AND t.priority < LEAST(32767,
                                    r.priority + floor(extract(epoch FROM :now::timestamptz - r.requested_at) / :ageing))
                            ORDER BY t.execution_time LIMIT :most FOR UPDATE OF t SKIP LOCKED
                        )
                        UPDATE scheduled_tasks AS due SET priority = aged.priority FROM aged
                        WHERE due.task_name = aged.task_name AND due.task_instance = aged.task_instance
                        """)
                .param("late", Timestamp.from(now.minus(LATE)))
                .param("now", Timestamp.from(now))
                .param("ageing", Run.AGEING.toSeconds())
                .param("most", AT_ONCE)
                .update();
    }
}
