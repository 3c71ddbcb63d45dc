package io.upkeep.pipeline;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What is paused, in PostgreSQL. */
@Repository
class JdbcPauses {

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcPauses(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void pauseAll(String person, String reason) {
        jdbc.sql("""
                        INSERT INTO pause (by_whom, reason, since) VALUES (:person, :reason, :now)
                        ON CONFLICT (only_row) DO UPDATE SET by_whom = EXCLUDED.by_whom, reason = EXCLUDED.reason
                        """)
                .param("person", person)
                .param("reason", reason)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Whoever waited because of the pause is looked at again. */
    @Transactional
    void resumeAll() {
        jdbc.sql("DELETE FROM pause").update();
        jdbc.sql("UPDATE node SET paused_by = NULL").update();
        jdbc.sql("""
                        UPDATE scheduled_tasks SET hurried = picked,
                            execution_time = CASE WHEN picked THEN execution_time ELSE :now END
                        WHERE task_name = 'run' AND task_instance IN (
                            SELECT id::text FROM run WHERE state = 'WAITING' AND wait_kind = 'SYSTEM_PAUSED')
                        """).param("now", Timestamp.from(clock.instant())).update();
    }

    boolean pauseNode(String node, String person) {
        return jdbc.sql("UPDATE node SET paused_by = :person WHERE name = :node")
                        .param("person", person)
                        .param("node", node)
                        .update()
                == 1;
    }

    boolean resumeNode(String node) {
        return jdbc.sql("UPDATE node SET paused_by = NULL WHERE name = :node")
                        .param("node", node)
                        .update()
                == 1;
    }

    Optional<Pausing.Pause> pause() {
        return jdbc.sql("SELECT by_whom, reason, since FROM pause")
                .query((row, n) -> new Pausing.Pause(
                        row.getString("by_whom"),
                        row.getString("reason"),
                        row.getTimestamp("since").toInstant()))
                .optional();
    }
}
