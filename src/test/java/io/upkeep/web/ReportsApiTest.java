package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.report.Reports;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReportsApiTest extends RunningUpkeep {

    @Autowired
    private Reports reports;

    @Autowired
    private io.upkeep.report.Reviews reviews;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void a_report_is_listed_and_shown_whole_as_markdown_and_as_a_page_in_which_nothing_takes_effect() throws Exception {
        String id = reports.measure("weekly", "last", UUID.randomUUID().toString());
        assertThat(get("/api/reports/" + id + ".html").statusCode()).isEqualTo(404);
        reports.write(id);

        assertThat(json(get("/api/reports")).findValuesAsText("id")).contains(id);
        JsonNode report = json(get("/api/reports/" + id));
        assertThat(report.path("figures")).hasSize(16);
        assertThat(report.path("figures").get(0).path("figure").path("value").isNull())
                .isTrue();
        assertThat(report.path("tables").findValuesAsText("title")).contains("Windows", "Backups", "Top reasons");
        HttpResponse<String> page = get("/api/reports/" + id + ".html");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe", "self");
        assertThat(page.body()).contains("<h1>Weekly maintenance report").doesNotContain("<script", "style=\"");
        assertThat(get("/api/reports/" + id + ".md").body()).startsWith("# Weekly maintenance report");
        assertThat(get("/api/reports/nothing").statusCode()).isEqualTo(400);
        assertThat(get("/api/reports/nothing").body())
                .contains("'nothing' is not the id of a report", "GET /api/reports lists them");
        assertThat(get("/api/reviews/nothing").body())
                .contains("is not the id of a review", "GET /api/reviews?all=true");
        assertThat(get("/api/reports/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    }

    @Test
    void figures_of_any_time_say_what_they_lack() throws Exception {
        JsonNode kpis = json(get("/api/kpis?from=2026-01-01&to=2026-02-01"));

        assertThat(kpis.path("from").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(kpis.path("figures").findValuesAsText("kpi")).hasSize(16).doesNotHaveDuplicates();
        assertThat(kpis.path("figures").get(0).path("figure").path("reason").asText())
                .startsWith("no data: set upkeep.report.system");
        assertThat(json(get("/api/kpis")).path("figures")).hasSize(16);
        assertThat(get("/api/kpis?from=yesterday").body()).contains("is not a time; write 2026-11-01");
        assertThat(get("/api/kpis?from=2026-02-01&to=2026-01-01").statusCode()).isEqualTo(400);
    }

    @Test
    void a_review_is_completed_by_a_person_who_is_known_and_says_something() throws Exception {
        String id = opened();

        assertThat(json(get("/api/reviews")).findValuesAsText("id")).contains(id);
        String words =
                "{\"findings\": \"the updates took longer than planned\", \"actions\": \"ada: a longer window\"}";
        HttpResponse<String> stranger = postAs("eve", "/api/reviews/" + id + "/complete", words);
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(stranger.body()).contains("'eve' is not one of the people Upkeep knows");
        assertThat(post("/api/reviews/" + id + "/complete", "{\"findings\": \"ok\"}")
                        .body())
                .contains("too short");
        assertThat(json(post("/api/reviews/" + id + "/complete", words))
                        .path("completedBy")
                        .asText())
                .isEqualTo("ada");
        assertThat(post("/api/reviews/" + id + "/complete", words).body()).contains("completed already, by ada");
        assertThat(json(get("/api/reviews")).findValuesAsText("id")).doesNotContain(id);
        assertThat(json(get("/api/reviews/" + id)).path("actions").asText()).isEqualTo("ada: a longer window");
        assertThat(post("/api/reviews/" + UUID.randomUUID() + "/complete", words)
                        .statusCode())
                .isEqualTo(404);
    }

    private String opened() throws Exception {
        Instant ended = Instant.now().minus(Duration.ofHours(30));
        UUID window = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO window_occurrence (id, name, is_declared, state, opens_at, closes_at, agreed_close_at,
                            cutoff_seconds, zone, reason, pipelines, targets, proposed_by, started_at, ended_at,
                            lead_seconds, sequence)
                        VALUES (:id, 'emergency', false, 'COMPLETED', :opens, :ended, :ended, 0, 'UTC', '', '{}', 'all',
                            'person:ada', :opens, :ended, '{}', 3)
                        """)
                .param("id", window)
                .param("opens", Timestamp.from(ended.minus(Duration.ofHours(2))))
                .param("ended", Timestamp.from(ended))
                .update();
        reviews.open();
        for (JsonNode review : json(get("/api/reviews"))) {
            if (review.path("occurrence").asText().equals(window.toString())) {
                return review.path("id").asText();
            }
        }
        throw new AssertionError("no review was opened");
    }
}
