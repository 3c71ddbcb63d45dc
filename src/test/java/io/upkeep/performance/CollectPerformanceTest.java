package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Run;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.SshHost;
import io.upkeep.update.UpdatePipelines;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollectPerformanceTest extends UpdatePipelines {

    @BeforeEach
    void forget() {
        jdbc.sql("TRUNCATE performance_series, performance_counter, performance_progress CASCADE")
                .update();
        jdbc.sql("DELETE FROM probe_result").update();
    }

    private List<String> metrics(String target) {
        return jdbc.sql("""
                        SELECT DISTINCT metric FROM performance_series s JOIN performance_sample ON series_id = s.id
                        WHERE target = :target ORDER BY 1
                        """).param("target", target).query(String.class).list();
    }

    private Map<String, Object> newest(String target, String metric) {
        return jdbc.sql("""
                        SELECT value, unit FROM performance_series s JOIN performance_sample ON series_id = s.id
                        WHERE target = :target AND metric = :metric ORDER BY at DESC LIMIT 1
                        """)
                .param("target", target)
                .param("metric", metric)
                .query()
                .singleRow();
    }

    private String said(Run run, String step) {
        return journal.steps(run.id()).stream()
                .filter(done -> done.key().path().equals(step))
                .map(StepRecord::checkpoint)
                .findFirst()
                .orElseThrow();
    }

    private void probed(String target, String probe, Double value, String unit, Instant at) {
        jdbc.sql("INSERT INTO probe_result VALUES (:run, :target, :probe, 'OK', :value, :unit, '', :at)")
                .param("run", UUID.randomUUID())
                .param("target", target)
                .param("probe", probe)
                .param("value", value)
                .param("unit", unit)
                .param("at", Timestamp.from(at))
                .update();
    }

    @Test
    void the_second_collection_knows_rates_and_units() {
        succeeded(run("collect-performance", Map.of()));
        assertThat(metrics("api-1"))
                .as("of one reading of counters nothing is known")
                .isEmpty();
        // the counters of a host are taken to be older: rates of less than a second say nothing
        jdbc.sql("UPDATE performance_counter SET reading = jsonb_set(reading, '{seconds}',"
                        + " to_jsonb((reading->>'seconds')::float - 10)) WHERE target <> 'web-1'")
                .update();

        Run run = succeeded(run("collect-performance", Map.of()));

        assertThat(metrics("api-1"))
                .contains(
                        "cpu-pressure",
                        "memory-pressure",
                        "io-pressure",
                        "steal",
                        "disk-read:sda",
                        "disk-write:sda",
                        "disk-busy:sda",
                        "net-in:eth0",
                        "net-out:eth0")
                .noneMatch(metric -> metric.contains("sda1") || metric.endsWith(":lo"));
        assertThat(metrics("database")).contains("connections-percent", "cache-hit", "commits", "size-bytes");
        assertThat(metrics("cache")).contains("memory-bytes", "clients", "commands", "evictions");
        assertThat(metrics("queue-api-1")).containsExactly("latency");
        assertThat(newest("api-1", "disk-busy:sda")).containsEntry("unit", "%");
        assertThat((Double) newest("database", "cache-hit").get("value")).isBetween(0.0, 100.0);
        assertThat((Double) newest("queue-api-2", "latency").get("value")).isPositive();
        assertThat(said(run, "collect-hosts")).contains("figures of 3 hosts");
    }

    @Test
    void what_cannot_be_asked_leaves_a_gap_and_no_zero() {
        succeeded(run("collect-performance", Map.of()));
        long before = values("web-1", "database", "cache", "queue-api-1", "queue-api-2");
        SANDBOX.breakPart("web-1", SshHost.DOWN);
        SANDBOX.breakPart("database", Relay.REFUSING);
        SANDBOX.breakPart("redis", Relay.REFUSING);
        SANDBOX.breakPart("queue-api-1", "crashed");
        SANDBOX.breakPart("queue-api-2", "errors");

        Run run = succeeded(run("collect-performance", Map.of()));

        assertThat(values("web-1", "database", "cache", "queue-api-1", "queue-api-2"))
                .isEqualTo(before);
        assertThat(said(run, "collect-hosts")).contains("figures of 2 hosts; a gap for web-1 (UNREACHABLE");
        assertThat(said(run, "collect-database")).contains("a gap for database: ");
        assertThat(said(run, "collect-cache")).contains("a gap for cache: ");
        assertThat(said(run, "collect-api-1")).contains("a gap for queue-api-1: ");
        assertThat(said(run, "collect-api-2")).contains("a gap for queue-api-2: it answered with HTTP 500");
    }

    private long values(String... targets) {
        return jdbc.sql("SELECT count(*) FROM performance_series s JOIN performance_sample ON series_id = s.id"
                        + " WHERE target = ANY (:targets)")
                .param("targets", targets)
                .query(Long.class)
                .single();
    }

    @Test
    void what_probes_recorded_is_taken_over_once_and_rolled_up_to_hours_and_days() {
        // yesterday is made only an hour after midnight, when its late samples had their time
        Instant aDay = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(2, ChronoUnit.DAYS);
        for (int minute = 0; minute < 100; minute++) {
            probed("api-1", "disk:/", (double) minute, "%", aDay.plus(minute * 6L, ChronoUnit.MINUTES));
        }
        probed("api-1", "answers", null, "", aDay);

        succeeded(run("collect-performance", Map.of()));
        succeeded(run("collect-performance", Map.of()));

        assertThat(values("api-1")).isGreaterThanOrEqualTo(100);
        List<Map<String, Object>> days = jdbc.sql("""
                        SELECT samples, average, p95, highest FROM performance_rollup r
                        JOIN performance_series s ON s.id = r.series_id
                        WHERE width = 'DAY' AND metric = 'disk:/'
                        """).query().listOfRows();
        assertThat(days).hasSize(1);
        assertThat(days.get(0))
                .containsEntry("samples", 100)
                .containsEntry("average", 49.5)
                .containsEntry("highest", 99.0);
        assertThat((Double) days.get(0).get("p95")).isBetween(94.0, 94.1);
        assertThat(jdbc.sql("SELECT count(*) FROM performance_rollup r JOIN performance_series s ON s.id = r.series_id"
                                + " WHERE width = 'HOUR' AND metric = 'disk:/'")
                        .query(Long.class)
                        .single())
                .isEqualTo(10);
    }
}
