package io.upkeep.pipeline;

import io.upkeep.run.RunJournal;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What is paused, in PostgreSQL. */
@Repository
class JdbcPauses {

    private final JdbcClient jdbc;
    private final RunJournal journal;
    private final Clock clock;

    JdbcPauses(JdbcClient jdbc, RunJournal journal, Clock clock) {
        this.jdbc = jdbc;
        this.journal = journal;
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

    @Transactional
    void resumeAll() {
        jdbc.sql("DELETE FROM pause").update();
        jdbc.sql("UPDATE node SET paused_by = NULL").update();
        journal.hurryWaiting(List.of(Verdict.Kind.SYSTEM_PAUSED.name()));
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
