package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.incident.Incident;
import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.performance.PerformanceDocument.Kind;
import io.upkeep.run.Run;
import io.upkeep.update.UpdatePipelines;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class MonitorPerformanceTest extends UpdatePipelines {

    @Autowired
    private Documents documents;

    @Autowired
    private Incidents incidents;

    @Autowired
    private PerformanceFacts facts;

    @BeforeEach
    void forget() {
        jdbc.sql("TRUNCATE performance_series, performance_counter, performance_progress CASCADE")
                .update();
    }

    /** A history as collections leave it: four samples an hour, rolled up. */
    static void history(
            org.springframework.jdbc.core.simple.JdbcClient jdbc,
            String target,
            String metric,
            int days,
            String value) {
        jdbc.sql("INSERT INTO performance_series (target, metric, unit) VALUES (:target, :metric, :unit)")
                .param("target", target)
                .param("metric", metric)
                .param("unit", Metric.of(metric).unit())
                .update();
        jdbc.sql("""
                        INSERT INTO performance_sample (series_id, at, value)
                        SELECT (SELECT id FROM performance_series WHERE target = :target AND metric = :metric), at, %s
                        FROM (SELECT now() - n * interval '15 minutes' AS at, -n / 96.0 AS day,
                                mod(hashint4(n), 1000) / 2000.0 AS noise,
                                extract(hour FROM now() - n * interval '15 minutes') AS hour
                            FROM generate_series(0, :days * 96) AS n) t
                        """.formatted(value))
                .param("target", target)
                .param("metric", metric)
                .param("days", days)
                .update();
    }

    private List<String> openIncidents() {
        return incidents.newest(false, 200).stream()
                .filter(incident -> incident.kind().equals("capacity"))
                .map(Incident::title)
                .toList();
    }

    private PerformanceDocument document(Run run, Kind kind) {
        return documents.of(run.id(), kind).orElseThrow();
    }

    @Test
    void a_disk_that_fills_is_foreseen_and_what_has_too_little_history_is_said_to() {
        history(jdbc, "api-1", "disk:/srv", 35, "62 + day + noise");
        history(jdbc, "api-1", "cpu", 35, "40 + CASE WHEN hour BETWEEN 8 AND 17 THEN 35 ELSE 0 END + 3 * noise");
        history(jdbc, "api-1", "load", 35, "1.45 + noise");
        history(jdbc, "api-2", "disk:/srv", 2, "50 + day");
        history(jdbc, "web-1", "disk:/srv", 35, "80 + day + noise");
        history(jdbc, "web-1", "memory", 35, "60 + noise");
        incidents.report(new IncidentReport("capacity:web-1/memory", "capacity", "memory", "person:eve", "", null));

        Run run = succeeded(run("monitor-performance", Map.of()));

        assertThat(steps(run))
                .containsExactly("collect", "analyse-trends", "identify-bottlenecks", "report", "review-capacity");
        PerformanceDocument capacity = document(run, Kind.CAPACITY);
        assertThat(capacity.text())
                .containsPattern("disk /srv of api-1 full in 3[23] days at this rate \\(between 3[123] and 3[234]\\)")
                .contains("disk /srv of api-2: 50 % of 95 % used, not enough history: 2 days of 7 days")
                // of a level that only swings, one in twenty seems to move a little
                .contains("cpu of api-1: 76 % of 90 % used, ");
        assertThat(document(run, Kind.BOTTLENECKS).text())
                .startsWith(
                        "- cpu of api-1 makes work wait, full at 1.2 times today's load: cpu at 76 % of 90 %, load 1.9 per core, which is much");
        assertThat(document(run, Kind.REPORT).text())
                .contains("## What saturates first", "## Trends", "- disk:/srv of api-1: +1 by day over 35 days");
        // 21 days are needed to get more room: 33 are enough, 15 are not
        assertThat(openIncidents()).singleElement().asString().startsWith("disk /srv of web-1 full in 15 days");
        assertThat(document(run, Kind.TRENDS)
                        .content()
                        .path("counts")
                        .path("NOT_ENOUGH")
                        .asInt())
                .isPositive();
    }

    @Test
    void a_chart_has_what_was_measured_the_trend_with_its_band_and_the_limit() {
        history(jdbc, "api-1", "disk:/srv", 35, "62 + day + noise");
        history(jdbc, "cache", "memory-bytes", 35, "1e6 + noise");
        succeeded(run("collect-performance", Map.of()));

        PerformanceFacts.Chart disk = facts.chart("api-1", "disk:/srv", 30).orElseThrow();
        PerformanceFacts.Chart cache = facts.chart("cache", "memory-bytes", 30).orElseThrow();

        assertThat(disk.points()).hasSizeBetween(715, 725);
        assertThat(disk.limit()).isEqualTo(95.0);
        assertThat(disk.trend())
                .hasSize(25)
                .allSatisfy(band -> assertThat(band.value()).isBetween(band.low(), band.high()));
        assertThat(disk.trend().get(24).value()).isBetween(70.0, 74.0);
        assertThat(cache.limit()).isNull();
        assertThat(cache.trend()).isEmpty();
        assertThat(facts.chart("api-1", "nothing", 30)).isEmpty();
    }

    @Test
    void a_plan_says_what_runs_out_in_a_year_what_to_do_and_what_changed_since_the_last() {
        history(jdbc, "api-1", "disk:/srv", 35, "62 + 0.2 * day + noise");
        history(jdbc, "web-1", "disk:/srv", 35, "60 + noise");
        succeeded(run("plan-capacity", Map.of()));
        jdbc.sql("UPDATE performance_sample SET value = value + 5 WHERE series_id ="
                        + " (SELECT id FROM performance_series WHERE target = 'api-1' AND metric = 'disk:/srv')")
                .update();
        jdbc.sql("DELETE FROM performance_rollup").update();

        Run run = succeeded(run("plan-capacity", Map.of("months", "12")));

        assertThat(steps(run)).containsExactly("collect", "look-ahead", "compare-with-last-plan");
        PerformanceDocument plan = document(run, Kind.PLAN);
        assertThat(plan.text())
                .contains("# Capacity of the next 12 months", "compared with the plan of ")
                .containsPattern(
                        "disk /srv of api-1 full in 1[34]\\d days at this rate .*; at high growth full on 20\\d\\d-.*, as expected .*,"
                                + " at low growth .*: extend the volume, .*, decide by 20.* \\(2\\d days earlier\\)")
                .contains("disk /srv of web-1: 60 % of 95 % used, ");
    }
}
