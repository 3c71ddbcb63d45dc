package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OldProbeResultsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final JdbcClient jdbc = JdbcClient.create(TargetHealthTest.DATABASE);
    private final JdbcOldProbeResults sweep =
            new JdbcOldProbeResults(jdbc, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(400));

    @BeforeEach
    @AfterEach
    void empty() {
        jdbc.sql("TRUNCATE probe_result, probe_day, probe_span, probe_latency").update();
    }

    @Test
    void results_of_a_year_are_told_as_they_were_in_a_small_part_of_the_room() {
        every5Minutes("cpu", "%", NOW.minus(Duration.ofDays(60)), NOW);
        every5Minutes("answers", "", NOW.minus(Duration.ofDays(60)), NOW);
        List<String> before = past();
        sweep();

        assertThat(past()).hasSize(2 * 60 * 288).isEqualTo(before);
        assertThat(count("probe_result"))
                .as("with their reasons, from the beginning of a day on")
                .isEqualTo(2 * (30 * 288 + 144));
        assertThat(count("probe_day")).isEqualTo(2 * 30);
        assertThat(bytes("probe_day")).isLessThan(bytes("probe_result") / 5);
        assertThat(sweep.batch().isDone()).isTrue();
    }

    @Test
    void late_results_of_a_packed_day_join_it() {
        Instant day = NOW.minus(Duration.ofDays(100));
        every5Minutes("cpu", "%", day, day.plusSeconds(600));
        sweep();
        every5Minutes("cpu", "%", day.plusSeconds(600), day.plusSeconds(1200));
        List<String> before = past();
        sweep();

        assertThat(past()).hasSize(4).isEqualTo(before);
        assertThat(count("probe_day")).isEqualTo(1);
    }

    @Test
    void after_the_one_retention_everything_is_gone() {
        Instant old = NOW.minus(Duration.ofDays(402));
        Instant young = NOW.minus(Duration.ofDays(398));
        for (Instant at : List.of(old, young)) {
            every5Minutes("cpu", "%", at, at.plusSeconds(1));
            jdbc.sql(
                            "INSERT INTO probe_day VALUES ('api-2', 'cpu', '%', :at::date, ARRAY[:at::timestamptz], '{OK}', '{1}')")
                    .param("at", Timestamp.from(at))
                    .update();
            jdbc.sql("INSERT INTO probe_span VALUES ('api-1', 'cpu', 'OK', :at, :at)")
                    .param("at", Timestamp.from(at))
                    .update();
            jdbc.sql("INSERT INTO probe_latency VALUES ('api-1', 'cpu', :at, 3, 1)")
                    .param("at", Timestamp.from(at))
                    .update();
        }
        sweep();

        assertThat(past()).hasSize(2).allMatch(result -> result.contains("2025-10-21"));
        assertThat(count("probe_span")).isEqualTo(1);
        assertThat(count("probe_latency")).isEqualTo(1);
    }

    private void sweep() {
        while (!sweep.batch().isDone()) {
            // the next batch
        }
    }

    private void every5Minutes(String probe, String unit, Instant from, Instant until) {
        jdbc.sql("""
                        INSERT INTO probe_result (run_id, target, probe, state, value, unit, reason, at)
                        SELECT gen_random_uuid(), 'api-1', :probe, CASE WHEN n % 7 = 0 THEN 'WARNING' ELSE 'OK' END,
                            CASE WHEN :unit <> '' THEN sin(n) END, :unit, 'a reason as long as most of them are', at
                        FROM generate_series(:from::timestamptz, :until::timestamptz - interval '1 ms', '5 minutes')
                            WITH ORDINALITY AS series (at, n)
                        """)
                .param("probe", probe)
                .param("unit", unit)
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(until))
                .update();
    }

    private List<String> past() {
        return jdbc.sql("""
                        SELECT concat_ws(' ', target, probe, state, value, unit, at AT TIME ZONE 'UTC')
                        FROM probe_past('2020-01-01', '2030-01-01') ORDER BY target, probe, at
                        """).query(String.class).list();
    }

    private long count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    private long bytes(String table) {
        return jdbc.sql("SELECT sum(pg_column_size(row)) FROM " + table + " AS row")
                .query(Long.class)
                .single();
    }
}
