package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.performance.PerformanceDocument.Kind;
import io.upkeep.run.Run;
import io.upkeep.update.UpdatePipelines;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class MonitorPerformanceTest extends UpdatePipelines {

    @Autowired
    private Documents documents;

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

    private PerformanceDocument document(Run run, Kind kind) {
        return documents.of(run.id(), kind).orElseThrow();
    }

    @Test
    void a_disk_that_fills_is_foreseen_and_what_has_too_little_history_is_said_to() {
        history(jdbc, "api-1", "disk:/", 35, "77 + day + noise");
        history(jdbc, "api-1", "cpu", 35, "40 + CASE WHEN hour BETWEEN 8 AND 17 THEN 35 ELSE 0 END + 3 * noise");
        history(jdbc, "api-1", "load", 35, "1.45 + noise");
        history(jdbc, "api-2", "disk:/", 2, "50 + day");

        Run run = succeeded(run("monitor-performance", Map.of()));

        assertThat(steps(run))
                .containsExactly("collect", "analyse-trends", "identify-bottlenecks", "report", "review-capacity");
        PerformanceDocument capacity = document(run, Kind.CAPACITY);
        assertThat(capacity.text())
                .containsPattern("disk / of api-1 full in 1[789] days at this rate \\(between 1[789] and 1[789]\\)")
                .contains("disk / of api-2: 50 % of 95 % used, not enough history: 2 days of 7 days")
                .contains("cpu of api-1: 76 % of 90 % used, no trend");
        assertThat(document(run, Kind.BOTTLENECKS).text())
                .startsWith(
                        "- cpu of api-1 makes work wait, full at 1.2 times today's load: cpu at 76 % of 90 %, load 1.9 per core, which is much");
        assertThat(document(run, Kind.REPORT).text())
                .contains("## What saturates first", "## Trends", "- disk:/ of api-1: +1");
        assertThat(document(run, Kind.TRENDS)
                        .content()
                        .path("counts")
                        .path("NOT_ENOUGH")
                        .asInt())
                .isPositive();
    }
}
