package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PerformanceApiTest extends RunningUpkeep {

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forget() {
        jdbc.sql("TRUNCATE performance_series, performance_document CASCADE").update();
    }

    @Test
    void what_is_not_there_yet_says_how_to_get_it() throws Exception {
        assertThat(get("/api/performance").body()).isEqualTo("[]");
        assertThat(get("/api/performance/capacity").statusCode()).isEqualTo(404);
        assertThat(get("/api/performance/capacity").body())
                .contains("upkeep run monitor-performance --follow makes one");
        assertThat(get("/api/performance/plan").body()).contains("upkeep run plan-capacity");
        assertThat(get("/api/performance/speed").body())
                .contains("there is no 'speed' of performance; there are trends");
        assertThat(get("/api/performance/chart?target=api-1&metric=disk:/").body())
                .contains("'disk:/' of 'api-1' is not measured");
        assertThat(get("/api/performance/chart?target=a&metric=b&days=0").statusCode())
                .isEqualTo(400);
    }

    @Test
    void documents_and_charts_are_shown_with_what_hosts_said_as_text() throws Exception {
        jdbc.sql("""
                        INSERT INTO performance_document VALUES (gen_random_uuid(), 'CAPACITY', gen_random_uuid(), now(),
                            '{"outlooks": []}', '- disk /<script> of api-1 full in 3 days')
                        """).update();
        jdbc.sql("INSERT INTO performance_series (target, metric, unit) VALUES ('api-1', 'disk:/', '%')")
                .update();
        jdbc.sql("""
                        INSERT INTO performance_rollup
                        SELECT s.id, 'HOUR', date_trunc('hour', now()) - n * interval '1 hour', 12, 50, 50, 51
                        FROM performance_series s, generate_series(1, 24) n WHERE n <> 5
                        """).update();

        JsonNode capacity = json(get("/api/performance/capacity"));
        JsonNode chart = json(get("/api/performance/chart?target=api-1&metric=disk:/&days=7"));

        assertThat(capacity.path("text").asText()).isEqualTo("- disk /<script> of api-1 full in 3 days");
        assertThat(capacity.path("content").path("outlooks").isArray()).isTrue();
        assertThat(json(get("/api/performance/capacity/history")).get(0).has("content"))
                .isFalse();
        assertThat(json(get("/api/performance/series")).get(0).path("metric").asText())
                .isEqualTo("disk:/");
        assertThat(chart.path("points")).as("a gap is no point").hasSize(23);
        assertThat(chart.path("width").asText()).isEqualTo("HOUR");
        assertThat(chart.path("limit").asDouble()).isEqualTo(100);
        assertThat(chart.path("sentence").asText()).isEqualTo("not enough history: 24 hours of 7 days");
    }
}
