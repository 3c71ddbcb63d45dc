package io.upkeep.probe;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The newest report of each job in PostgreSQL. */
@Repository
class JdbcHeartbeats {

    private final JdbcClient jdbc;

    JdbcHeartbeats(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the newest. */
    void note(String target, String probe, Instant at, String by) {
        jdbc.sql("""
                        INSERT INTO probe_heartbeat (target, probe, at, by) VALUES (:target, :probe, :at, :by)
                        ON CONFLICT (target, probe) DO UPDATE SET at = excluded.at, by = excluded.by
                        WHERE probe_heartbeat.at <= excluded.at
                        """)
                .param("target", target)
                .param("probe", probe)
                .param("at", Timestamp.from(at))
                .param("by", by)
                .update();
    }

    Optional<Instant> last(String target, String probe) {
        return jdbc.sql("SELECT at FROM probe_heartbeat WHERE target = :target AND probe = :probe")
                .param("target", target)
                .param("probe", probe)
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }
}
