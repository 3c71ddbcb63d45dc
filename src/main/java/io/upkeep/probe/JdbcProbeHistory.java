package io.upkeep.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The history in PostgreSQL. */
@Repository
class JdbcProbeHistory implements ProbeHistory {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    JdbcProbeHistory(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void lock() {
        jdbc.sql("LOCK TABLE probe_state IN SHARE ROW EXCLUSIVE MODE").update();
    }

    @Override
    public boolean has(UUID run) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM probe_result WHERE run_id = :run)")
                .param("run", run)
                .query(Boolean.class)
                .single();
    }

    @Override
    public Past past(String target, Instant trendFrom) {
        Map<String, Past.Standing> standing = new HashMap<>();
        jdbc.sql("SELECT * FROM probe_state WHERE target = :target")
                .param("target", target)
                .query(this::read)
                .list()
                .forEach(now -> standing.put(now.result().probe(), new Past.Standing(now.state(), now.since())));
        return new Past(sample(target), standing, earlier(target, trendFrom));
    }

    private HostReport sample(String target) {
        return jdbc.sql("SELECT sample FROM probe_sample WHERE target = :target")
                .param("target", target)
                .query(String.class)
                .optional()
                .map(this::report)
                .orElse(null);
    }

    private Map<String, Past.Point> earlier(String target, Instant from) {
        Map<String, Past.Point> earlier = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT ON (probe) probe, value, at FROM probe_result
                        WHERE target = :target AND at >= :from AND value IS NOT NULL
                        ORDER BY probe, at
                        """)
                .param("target", target)
                .param("from", Timestamp.from(from))
                .query((ResultSet row) -> {
                    earlier.put(
                            row.getString("probe"),
                            new Past.Point(
                                    row.getDouble("value"),
                                    row.getTimestamp("at").toInstant()));
                });
        return earlier;
    }

    @Override
    public List<Current> current() {
        return jdbc.sql("SELECT * FROM probe_state ORDER BY target, probe")
                .query(this::read)
                .list();
    }

    @Override
    public Optional<Current> current(String target, String probe) {
        return jdbc.sql("SELECT * FROM probe_state WHERE target = :target AND probe = :probe")
                .param("target", target)
                .param("probe", probe)
                .query(this::read)
                .optional();
    }

    @Override
    public void add(UUID run, String target, ProbeResult result, Instant at) {
        jdbc.sql("""
                        INSERT INTO probe_result (run_id, target, probe, state, value, unit, reason, at)
                        VALUES (:run, :target, :probe, :state, :value, :unit, :reason, :at)
                        ON CONFLICT DO NOTHING
                        """)
                .param("run", run)
                .param("target", target)
                .param("probe", result.probe())
                .param("state", result.verdict().state().name())
                .param("value", result.value())
                .param("unit", result.unit())
                .param("reason", result.verdict().reason())
                .param("at", Timestamp.from(at))
                .update();
    }

    @Override
    public void replace(Current now) {
        ProbeResult result = now.result();
        jdbc.sql("""
                        INSERT INTO probe_state (target, probe, check_name, state, value, unit, reason, at, since, changes)
                        VALUES (:target, :probe, :origin, :state, :value, :unit, :reason, :at, :since, :changes)
                        ON CONFLICT (target, probe) DO UPDATE SET
                            check_name = excluded.check_name, state = excluded.state, value = excluded.value,
                            unit = excluded.unit, reason = excluded.reason, at = excluded.at,
                            since = excluded.since, changes = excluded.changes
                        """)
                .param("target", now.target())
                .param("probe", result.probe())
                .param("origin", now.origin())
                .param("state", now.state().name())
                .param("value", result.value())
                .param("unit", result.unit())
                .param("reason", result.verdict().reason())
                .param("at", Timestamp.from(now.at()))
                .param("since", Timestamp.from(now.since()))
                .param("changes", now.changes())
                .update();
    }

    @Override
    public void forget(String target, String origin, List<String> but) {
        jdbc.sql("""
                        DELETE FROM probe_state
                        WHERE target = :target AND check_name = :origin AND NOT probe = ANY (:but)
                        """)
                .param("target", target)
                .param("origin", origin)
                .param("but", but.toArray(new String[0]))
                .update();
    }

    @Override
    public void keep(String target, Map<String, Object> sample, Instant at) {
        jdbc.sql("""
                        INSERT INTO probe_sample (target, at, sample) VALUES (:target, :at, :sample::jsonb)
                        ON CONFLICT (target) DO UPDATE SET at = excluded.at, sample = excluded.sample
                        """)
                .param("target", target)
                .param("at", Timestamp.from(at))
                .param("sample", write(sample))
                .update();
    }

    @Override
    public void expire(Instant horizon) {
        jdbc.sql("DELETE FROM probe_result WHERE at < :horizon")
                .param("horizon", Timestamp.from(horizon))
                .update();
    }

    private Current read(ResultSet row, int n) throws SQLException {
        Number value = (Number) row.getObject("value");
        ProbeResult result = new ProbeResult(
                row.getString("probe"),
                new Verdict(ProbeState.valueOf(row.getString("state")), row.getString("reason")),
                value == null ? null : value.doubleValue(),
                row.getString("unit"));
        return new Current(
                row.getString("target"),
                row.getString("check_name"),
                result,
                row.getTimestamp("at").toInstant(),
                row.getTimestamp("since").toInstant(),
                row.getLong("changes"));
    }

    private HostReport report(String sample) {
        try {
            return json.readValue(sample, HostReport.class);
        } catch (JsonProcessingException olderForm) {
            // counters of an older version of this class are as good as none
            return null;
        }
    }

    private String write(Map<String, Object> sample) {
        try {
            return json.writeValueAsString(sample);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a host's counters cannot be written as JSON", e);
        }
    }
}
