package io.upkeep.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The history in PostgreSQL. */
@Repository
class JdbcProbeHistory implements ProbeHistory {

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final JdbcProbeStates states;

    JdbcProbeHistory(JdbcClient jdbc, JdbcProbeStates states, ObjectMapper json) {
        this.jdbc = jdbc;
        this.states = states;
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
        Map<String, Past.Point> latest = new HashMap<>();
        jdbc.sql("SELECT * FROM probe_state WHERE target = :target")
                .param("target", target)
                .query(JdbcProbeStates::read)
                .list()
                .forEach(now -> {
                    standing.put(now.result().probe(), new Past.Standing(now.state(), now.since()));
                    if (now.result().value() != null) {
                        latest.put(
                                now.result().probe(),
                                new Past.Point(now.result().value(), now.at()));
                    }
                });
        return new Past(sample(target), standing, earlier(target, trendFrom), latest);
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
                .query(JdbcProbeStates::read)
                .list();
    }

    @Override
    public Map<Reading.Key, Current> current(List<Reading.Key> keys) {
        Map<Reading.Key, Current> found = new HashMap<>();
        jdbc.sql("""
                        SELECT probe_state.* FROM unnest(:targets, :probes) AS wanted (target, probe)
                        JOIN probe_state USING (target, probe)
                        """)
                .param("targets", keys.stream().map(Reading.Key::target).toArray(String[]::new))
                .param("probes", keys.stream().map(Reading.Key::probe).toArray(String[]::new))
                .query(JdbcProbeStates::read)
                .list()
                .forEach(current -> found.put(
                        new Reading.Key(current.target(), current.result().probe()), current));
        return found;
    }

    @Override
    public Map<Reading.Key, Boolean> down() {
        Map<Reading.Key, Boolean> down = new HashMap<>();
        jdbc.sql("""
                        SELECT target, probe FROM probe_state
                        WHERE last = 'CRITICAL' AND (probe = ANY (:probes) OR check_name = ANY (:origins))
                        """)
                .param("probes", Availability.PROBES.toArray(new String[0]))
                .param("origins", Availability.ORIGINS.toArray(new String[0]))
                .query((ResultSet row) -> {
                    down.put(new Reading.Key(row.getString("target"), row.getString("probe")), true);
                });
        return down;
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
    public void replace(List<Current> currents) {
        states.replace(currents);
    }

    @Override
    public void span(Current before, Current now, Duration staleAfter) {
        states.span(before, now, staleAfter);
    }

    @Override
    public void addLatencies(List<Reading> readings) {
        states.addLatencies(readings);
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
