package io.upkeep.approval;

import io.upkeep.approval.RunOverride.Kind;
import io.upkeep.approval.RunOverride.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The books of overrides in PostgreSQL. */
@Repository
class JdbcOverrides implements OverrideRecords {

    private final JdbcClient jdbc;

    JdbcOverrides(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(Recorded recorded) {
        RunOverride override = recorded.override();
        return jdbc.sql("""
                        INSERT INTO run_override (run_id, person, pipeline, reason, kinds, break_glass, at)
                        SELECT :run::uuid, :person, :pipeline, :reason, :kinds::text[], :breakGlass::boolean, :at::timestamptz
                        WHERE NOT EXISTS (
                            SELECT 1 FROM run_override WHERE run_id = :run AND person = :person AND kinds @> :kinds::text[])
                        ON CONFLICT (run_id, person, kinds) DO NOTHING
                        """)
                        .param("run", recorded.run())
                        .param("person", override.person())
                        .param("pipeline", recorded.pipeline())
                        .param("reason", override.reason())
                        .param(
                                "kinds",
                                override.kinds().stream().map(Kind::name).toArray(String[]::new))
                        .param("breakGlass", override.breakGlass())
                        .param("at", Timestamp.from(recorded.at()))
                        .update()
                == 1;
    }

    @Override
    public List<Recorded> of(UUID run) {
        return jdbc.sql("SELECT * FROM run_override WHERE run_id = :run ORDER BY at, person, kinds")
                .param("run", run)
                .query(this::read)
                .list();
    }

    @Override
    public List<Recorded> review(UUID run, String by, String note, Instant at) {
        return jdbc.sql("""
                        WITH reviewed AS (
                            UPDATE run_override SET reviewed_by = :by, reviewed_at = :at, review = :note
                            WHERE run_id = :run AND person <> :by AND break_glass AND reviewed_at IS NULL
                            RETURNING *
                        )
                        SELECT * FROM reviewed ORDER BY at, kinds
                        """)
                .param("run", run)
                .param("by", by)
                .param("note", note)
                .param("at", Timestamp.from(at))
                .query(this::read)
                .list();
    }

    @Override
    public List<Recorded> breakGlass(int limit) {
        return jdbc.sql("""
                        SELECT * FROM run_override WHERE break_glass
                        ORDER BY (reviewed_at IS NULL) DESC, at DESC, run_id LIMIT :limit
                        """).param("limit", limit).query(this::read).list();
    }

    private Recorded read(ResultSet row, int n) throws SQLException {
        Set<Kind> kinds = Stream.of((String[]) row.getArray("kinds").getArray())
                .map(Kind::valueOf)
                .collect(Collectors.toSet());
        Timestamp reviewed = row.getTimestamp("reviewed_at");
        return new Recorded(
                row.getObject("run_id", UUID.class),
                row.getString("pipeline"),
                new RunOverride(row.getString("person"), row.getString("reason"), kinds, row.getBoolean("break_glass")),
                row.getTimestamp("at").toInstant(),
                row.getString("reviewed_by"),
                reviewed == null ? null : reviewed.toInstant(),
                row.getString("review"));
    }
}
