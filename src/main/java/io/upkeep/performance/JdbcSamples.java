package io.upkeep.performance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Samples in PostgreSQL. Hours and days are those of UTC. */
@Repository
class JdbcSamples implements Samples {

    /** A health check records its results when its last target has answered. */
    private static final Duration LATE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Duration kept;

    JdbcSamples(
            JdbcClient jdbc, ObjectMapper json, @Value("${upkeep.retention.performance-samples:14d}") Duration kept) {
        this.jdbc = jdbc;
        this.json = json;
        this.kept = kept;
    }

    @Override
    @Transactional
    public int takeFromProbes(Instant now) {
        Instant from = jdbc.sql("SELECT at FROM performance_progress WHERE source = 'probes'")
                .query(Timestamp.class)
                .optional()
                .map(at -> at.toInstant().minus(LATE))
                .orElse(now.minus(kept));
        jdbc.sql("""
                        INSERT INTO performance_series (target, metric, unit)
                        SELECT DISTINCT target, probe, unit FROM probe_result WHERE at > :from AND value IS NOT NULL
                        ON CONFLICT DO NOTHING
                        """).param("from", Timestamp.from(from)).update();
        int taken = jdbc.sql("""
                        INSERT INTO performance_sample (series_id, at, value)
                        SELECT s.id, r.at, r.value FROM probe_result r
                        JOIN performance_series s ON s.target = r.target AND s.metric = r.probe AND s.unit = r.unit
                        WHERE r.at > :from AND r.value IS NOT NULL AND r.value NOT IN ('NaN', 'Infinity', '-Infinity')
                        ON CONFLICT DO NOTHING
                        """).param("from", Timestamp.from(from)).update();
        jdbc.sql("""
                        INSERT INTO performance_progress (source, at) VALUES ('probes', :now)
                        ON CONFLICT (source) DO UPDATE SET at = excluded.at
                        """).param("now", Timestamp.from(now)).update();
        return taken;
    }

    @Override
    public Optional<Reading> before(String target) {
        return jdbc.sql("SELECT reading FROM performance_counter WHERE target = :target")
                .param("target", target)
                .query(String.class)
                .optional()
                .map(this::read);
    }

    @Override
    @Transactional
    public void record(String target, Instant at, Map<String, Double> metrics, Reading reading) {
        metrics.forEach((metric, value) -> jdbc.sql("""
                        WITH made AS (
                            INSERT INTO performance_series (target, metric, unit) VALUES (:target, :metric, :unit)
                            ON CONFLICT DO NOTHING RETURNING id),
                        series AS (
                            SELECT id FROM made UNION ALL
                            SELECT id FROM performance_series
                            WHERE target = :target AND metric = :metric AND unit = :unit)
                        INSERT INTO performance_sample (series_id, at, value) SELECT id, :at, :value FROM series
                        ON CONFLICT DO NOTHING
                        """)
                .param("target", target)
                .param("metric", metric)
                .param("unit", Metric.of(metric).unit())
                .param("at", Timestamp.from(at))
                .param("value", value)
                .update());
        jdbc.sql("""
                        INSERT INTO performance_counter (target, at, reading) VALUES (:target, :at, :reading::jsonb)
                        ON CONFLICT (target) DO UPDATE SET at = excluded.at, reading = excluded.reading
                        """)
                .param("target", target)
                .param("at", Timestamp.from(at))
                .param("reading", write(reading))
                .update();
    }

    /** Days are made when they are over, and some late samples had their time; the newest hour is made again each time. */
    @Override
    @Transactional
    public void rollUp(Instant now) {
        rollUp("HOUR", "coalesce((SELECT max(at) FROM performance_rollup WHERE width = 'HOUR'), '-infinity')", now);
        rollUp(
                "DAY",
                "coalesce((SELECT max(at) + interval '1 day' FROM performance_rollup WHERE width = 'DAY'), '-infinity')",
                now.minus(LATE));
    }

    private void rollUp(String width, String from, Instant now) {
        jdbc.sql("""
                        INSERT INTO performance_rollup (series_id, width, at, samples, average, p95, highest)
                        SELECT series_id, :width, date_trunc(lower(:width), at, 'UTC'), count(*), avg(value),
                            percentile_cont(0.95) WITHIN GROUP (ORDER BY value), max(value)
                        FROM performance_sample
                        WHERE at >= %s AND (:width = 'HOUR' OR at < date_trunc('day', :now, 'UTC'))
                        GROUP BY 1, 3
                        ON CONFLICT (series_id, width, at) DO UPDATE SET
                            samples = excluded.samples, average = excluded.average, p95 = excluded.p95,
                            highest = excluded.highest
                        """.formatted(from))
                .param("width", width)
                .param("now", Timestamp.from(now))
                .update();
    }

    @Override
    public List<Series> series() {
        return jdbc.sql("SELECT id, target, metric, unit FROM performance_series ORDER BY target, metric, unit")
                .query(JdbcSamples::seriesOf)
                .list();
    }

    @Override
    public Optional<Series> find(String target, String metric) {
        return jdbc.sql("""
                        SELECT id, target, metric, unit FROM performance_series s
                        WHERE target = :target AND metric = :metric
                        ORDER BY (SELECT max(at) FROM performance_rollup WHERE series_id = s.id) DESC NULLS LAST LIMIT 1
                        """)
                .param("target", target)
                .param("metric", metric)
                .query(JdbcSamples::seriesOf)
                .optional();
    }

    @Override
    public List<Rollup> rollups(Series series, Width width, Instant from) {
        return jdbc.sql("""
                        SELECT at, samples, average, p95, highest FROM performance_rollup
                        WHERE series_id = :series AND width = :width AND at >= :from ORDER BY at
                        """)
                .param("series", series.id())
                .param("width", width.name())
                .param("from", Timestamp.from(from))
                .query((row, n) -> new Rollup(
                        row.getTimestamp("at").toInstant(),
                        row.getInt("samples"),
                        row.getDouble("average"),
                        row.getDouble("p95"),
                        row.getDouble("highest")))
                .list();
    }

    @Override
    public List<Level> levels(Instant from) {
        return jdbc.sql("""
                        SELECT s.id, s.target, s.metric, s.unit, count(*) AS samples, avg(value) AS average,
                            percentile_cont(0.95) WITHIN GROUP (ORDER BY value) AS p95, max(value) AS highest
                        FROM performance_sample JOIN performance_series s ON s.id = series_id
                        WHERE at >= :from GROUP BY s.id ORDER BY s.target, s.metric
                        """)
                .param("from", Timestamp.from(from))
                .query((row, n) -> new Level(
                        seriesOf(row, n),
                        row.getInt("samples"),
                        row.getDouble("average"),
                        row.getDouble("p95"),
                        row.getDouble("highest")))
                .list();
    }

    private static Series seriesOf(ResultSet row, int n) throws SQLException {
        return new Series(row.getInt("id"), row.getString("target"), row.getString("metric"), row.getString("unit"));
    }

    private Reading read(String reading) {
        try {
            return json.readValue(reading, Reading.class);
        } catch (JsonProcessingException olderForm) {
            // counters of an older version of this class are as good as none
            return null;
        }
    }

    private String write(Reading reading) {
        try {
            return json.writeValueAsString(reading);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a target's counters cannot be written as JSON", e);
        }
    }
}
