package io.upkeep.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Audits in PostgreSQL; reads the overrides of runs, and writes nothing there. */
@Repository
class JdbcAudits implements AuditBook {

    private final JdbcClient jdbc;

    JdbcAudits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void put(AuditReport audit) {
        jdbc.sql("""
                        INSERT INTO security_audit (run_id, at, complete, findings, report)
                        VALUES (:run, :at, :complete, :findings, :report) ON CONFLICT (run_id) DO NOTHING
                        """)
                .param("run", audit.run())
                .param("at", Timestamp.from(audit.at()))
                .param("complete", audit.complete())
                .param("findings", audit.findings().toArray(new String[0]))
                .param("report", audit.report())
                .update();
    }

    @Override
    public List<AuditReport> newest(int limit) {
        return jdbc.sql("SELECT * FROM security_audit ORDER BY at DESC LIMIT :limit")
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    @Override
    public Optional<AuditReport> before(Instant at) {
        return jdbc.sql("SELECT * FROM security_audit WHERE at < :at ORDER BY at DESC LIMIT 1")
                .param("at", Timestamp.from(at))
                .query(this::read)
                .optional();
    }

    @Override
    public Map<String, String> unreviewed() {
        Map<String, String> unreviewed = new TreeMap<>();
        jdbc.sql("""
                        SELECT run_id, pipeline, person, at FROM run_override
                        WHERE break_glass AND reviewed_at IS NULL ORDER BY at LIMIT 100
                        """).query((ResultSet row) -> {
            unreviewed.put(
                    row.getString("run_id"),
                    "%s started %s by break-glass at %s, and nobody has reviewed it; see upkeep report break-glass"
                            .formatted(
                                    row.getString("person"),
                                    row.getString("pipeline"),
                                    row.getTimestamp("at").toInstant().truncatedTo(ChronoUnit.SECONDS)));
        });
        return unreviewed;
    }

    private AuditReport read(ResultSet row, int n) throws SQLException {
        return new AuditReport(
                row.getObject("run_id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getBoolean("complete"),
                List.of((String[]) row.getArray("findings").getArray()),
                row.getString("report"));
    }
}
