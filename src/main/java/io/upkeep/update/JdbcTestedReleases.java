package io.upkeep.update;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Tested releases in PostgreSQL; each change is an event. */
@Repository
class JdbcTestedReleases implements TestedReleases {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    JdbcTestedReleases(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    @Transactional
    public void say(String version, String sha256, State state, String report, UUID run) {
        Instant now = clock.instant();
        int changed = jdbc.sql("""
                        INSERT INTO tested_release (version, sha256, state, report, run_id, changed_at)
                        VALUES (:version, :sha256, :state, :report, :run, :now)
                        ON CONFLICT (version, sha256) DO UPDATE
                            SET state = excluded.state, report = excluded.report, run_id = excluded.run_id,
                                changed_at = excluded.changed_at
                            WHERE (tested_release.state, tested_release.run_id) <> (excluded.state, excluded.run_id)
                        """)
                .param("version", version)
                .param("sha256", sha256)
                .param("state", state.name())
                .param("report", report)
                .param("run", run)
                .param("now", Timestamp.from(now))
                .update();
        if (changed == 1) {
            UUID id = UUID.randomUUID();
            outbox.append(new Event(
                    id,
                    "io.upkeep.release." + state.name().toLowerCase(Locale.ROOT) + ".v1",
                    id.toString(),
                    run.toString(),
                    1,
                    now,
                    Map.of("version", version, "sha256", sha256, "run", run.toString(), "report", report)));
        }
    }

    @Override
    public Optional<State> of(String version, String sha256) {
        return jdbc.sql("SELECT state FROM tested_release WHERE version = :version AND sha256 = :sha256")
                .param("version", version)
                .param("sha256", sha256)
                .query(String.class)
                .optional()
                .map(State::valueOf);
    }

    @Override
    public List<TestedRelease> newest(Optional<String> version, int limit) {
        return jdbc.sql("""
                        SELECT t.version, t.sha256, t.state, t.report, t.run_id, t.changed_at, p.run_id IS NOT NULL AS there
                        FROM tested_release t LEFT JOIN
                            (SELECT * FROM production_release ORDER BY brought_at DESC, run_id LIMIT 1) p
                            ON (p.version, p.sha256) = (t.version, t.sha256)
                        WHERE t.version = coalesce(:version, t.version)
                        ORDER BY t.changed_at DESC, t.version, t.sha256 LIMIT :limit
                        """)
                .param("version", version.orElse(null), Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> new TestedRelease(
                        row.getString("version"),
                        row.getString("sha256"),
                        row.getString("state"),
                        row.getString("report"),
                        row.getObject("run_id", UUID.class),
                        row.getTimestamp("changed_at").toInstant(),
                        row.getBoolean("there")))
                .list();
    }

    @Override
    public void brought(Brought release, UUID run) {
        jdbc.sql("""
                        INSERT INTO production_release (run_id, version, sha256, brought_at)
                        VALUES (:run, :version, :sha256, :now) ON CONFLICT (run_id) DO NOTHING
                        """)
                .param("run", run)
                .param("version", release.version())
                .param("sha256", release.sha256())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    @Override
    public boolean takenBack(UUID run) {
        return jdbc.sql("DELETE FROM production_release WHERE run_id = :run")
                        .param("run", run)
                        .update()
                > 0;
    }

    @Override
    public Optional<Brought> inProduction() {
        return jdbc.sql("SELECT version, sha256 FROM production_release ORDER BY brought_at DESC, run_id LIMIT 1")
                .query((row, n) -> new Brought(row.getString("version"), row.getString("sha256")))
                .optional();
    }
}
