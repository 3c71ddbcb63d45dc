package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMailUtil;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.report.Period;
import io.upkeep.report.PeriodType;
import io.upkeep.report.Report;
import io.upkeep.report.ReportDocument;
import io.upkeep.report.Reports;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.Relay;
import jakarta.mail.internet.MimeMessage;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reports of weeks that are long over, so that nothing of what other tests do is in them. */
class ReportMaintenanceTest extends ChannelsFixture {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Reports reports;

    /** The week that was over that many weeks ago. */
    private static Period week(int ago) {
        Period week = Period.parse(PeriodType.WEEKLY, "last", Instant.now(), BERLIN);
        for (int i = 0; i < ago; i++) {
            week = week.previous();
        }
        return week;
    }

    @Test
    void the_report_of_a_week_is_made_sent_by_mail_and_slack_and_published_with_the_right_numbers() throws Exception {
        Period week = week(3);
        eventful(week);

        Run run = report(week);

        ReportDocument report = reports.find(made(run).id()).orElseThrow();
        assertThat(report.revision()).isEqualTo(1);
        Map<String, String> figures = new java.util.HashMap<>();
        report.figures()
                .forEach(each -> figures.put(each.figure().kpi(), each.figure().words()));
        double minutes = week.span().length().toMinutes();
        assertThat(report.figures().get(0).figure().value())
                .as("an hour of %s minutes is down", minutes)
                .isEqualTo(Math.round((1 - 60 / minutes) * 100_000) / 1000.0);
        assertThat(report.figures().get(0).figure().reason()).startsWith("down 1 h of");
        assertThat(figures)
                .containsEntry("unplanned_downtime", "30 min")
                .containsEntry("maintenance_frequency", "1 windows")
                .containsEntry("maintenance_duration", "90 min")
                .containsEntry("maintenance_impact", "60 min")
                .containsEntry("rollback_frequency", "50 %")
                .containsEntry("maintenance_success_rate", "0 %")
                .containsEntry("issue_resolution_time", "120 min")
                .containsEntry("recovery_time", "60 min")
                .containsEntry("performance_degradation", "no data");
        MimeMessage mail = mail(week);
        String raw = GreenMailUtil.getWholeMessage(mail).replace("=\r\n", "").replace("=3D", "=");
        assertThat(raw)
                .contains("multipart/alternative", "Changes rolled back | 50 %", "<svg role=\"img\"")
                .contains("&lt;img src=x&gt;");
        assertThat(raw.substring(raw.indexOf("text/html"))).doesNotContain("<img");
        await().atMost(SOON)
                .until(() -> SLACK.calls().stream()
                        .anyMatch(call -> call.text().contains("Weekly maintenance report " + week.label())
                                && call.text().contains("Changes rolled back: `50 %`")));
        assertThat(published(week)).hasSize(1).first().satisfies(event -> {
            assertThat(event.path("figures")).hasSize(16);
            assertThat(event.path("figures").get(9).path("kpi").asText()).isEqualTo("rollback_frequency");
            assertThat(event.path("figures").get(9).path("value").asDouble()).isEqualTo(50);
            assertThat(event.path("figures").get(9).path("formula").asInt()).isEqualTo(1);
        });
    }

    @Test
    void a_report_that_is_asked_for_again_is_a_new_revision_and_no_second_mail() {
        Period week = week(5);
        Run first = report(week);
        mail(week);

        Run second = report(week);

        assertThat(made(first).revision()).isEqualTo(1);
        assertThat(made(second).revision()).isEqualTo(2);
        assertThat(journal.steps(second.id()).get(3).checkpoint()).contains("nobody is told");
        assertThat(SANDBOX.mail().mailsAbout(week.label())).hasSize(1);
        assertThat(published(week)).hasSize(2);
    }

    @Test
    void a_week_that_is_not_over_is_written_and_nobody_is_told_before_it_is() {
        Period week = Period.parse(PeriodType.WEEKLY, "current", Instant.now(), BERLIN);

        Run run = report(week);

        assertThat(made(run).revision()).isEqualTo(1);
        assertThat(journal.steps(run.id()).get(3).checkpoint())
                .contains("nobody is told: it goes until " + week.span().until())
                .contains("upkeep report show " + made(run).id());
        assertThat(SANDBOX.mail().mailsAbout(week.label())).isEmpty();
    }

    @Test
    void a_week_of_which_nothing_is_known_says_so_and_is_not_good() {
        Period week = week(6);

        Run run = report(week);
        ReportDocument report = reports.find(made(run).id()).orElseThrow();

        assertThat(journal.steps(run.id()).get(1).checkpoint())
                .contains("System uptime: no data: no check of the system was made in this time")
                .doesNotContain("no data (");
        assertThat(report.figures())
                .filteredOn(each -> each.figure().value() != null)
                .extracting(each -> each.figure().kpi() + " " + each.figure().value())
                .containsExactlyInAnyOrder("maintenance_frequency 0.0", "maintenance_impact 0.0");
        assertThat(reports.rendered(report.id(), "markdown").orElseThrow())
                .contains("| System uptime | no data |  | no data: no check of the system was made in this time |");
    }

    @Test
    void users_notice_nothing_of_work_on_staging() {
        Period week = week(8);
        Instant day = week.first().plusDays(1).atStartOfDay(BERLIN).toInstant();
        ran("tend", "{\"environment\": \"production\"}", "SUCCEEDED", day, null);
        ran("tend", "{\"environment\": \"staging\"}", "SUCCEEDED", day.plus(Duration.ofHours(6)), null);

        ReportDocument report = reports.find(made(report(week)).id()).orElseThrow();

        assertThat(report.figures())
                .extracting(each -> each.figure().kpi() + " " + each.figure().words())
                .contains("maintenance_impact 30 min", "rollback_frequency 0 %");
    }

    @Test
    void a_mail_server_that_is_down_delays_the_report_and_loses_none() {
        Period week = week(7);
        SANDBOX.breakPart("smtp", Relay.REFUSING);
        assertThat(SANDBOX.part("smtp").state()).isEqualTo(Relay.REFUSING);

        report(week);
        await().atMost(SOON)
                .until(() -> jdbc.sql("""
                                SELECT count(*) FROM notice WHERE state = 'WAITING' AND failure IS NOT NULL
                                    AND subject LIKE '%' || :week
                                """)
                                .param("week", week.label())
                                .query(Integer.class)
                                .single()
                        == 1);
        SANDBOX.healAll();

        mail(week);
    }

    @Test
    void a_period_that_is_none_is_refused_with_one_that_is() {
        assertThatThrownBy(() -> runs.request(new RunRequest(
                        "report-maintenance", Map.of("type", "monthly", "period", "2026-W48"), "person:ada", null)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("period '2026-W48' is not one of a monthly report; write 2026-11");
        assertThatThrownBy(() -> runs.request(
                        new RunRequest("report-maintenance", Map.of("period", "2026-W99"), "person:ada", null)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining(
                        "period '2026-W99' is not one of a weekly report; write 2026-W48, last or current");
    }

    private Run report(Period week) {
        Run run = finished(runs.request(new RunRequest(
                        "report-maintenance", Map.of("type", "weekly", "period", week.label()), "person:ada", null))
                .id());
        assertThat(run.state()).as(run.failedStep() + ": " + run.failure()).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    private Report made(Run run) {
        return reports.newest(50).stream()
                .filter(report -> report.run().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }

    private static MimeMessage mail(Period week) {
        List<MimeMessage> mails = await().atMost(SOON)
                .until(
                        () -> SANDBOX.mail().mailsAbout("[upkeep] Weekly maintenance report " + week.label()),
                        found -> !found.isEmpty());
        assertThat(mails).hasSize(1);
        return mails.get(0);
    }

    private List<JsonNode> published(Period week) {
        return jdbc
                .sql("SELECT data FROM outbox WHERE type = 'io.upkeep.kpi.published.v1' AND subject = :subject")
                .param("subject", "weekly/" + week.label())
                .query(String.class)
                .list()
                .stream()
                .map(ReportMaintenanceTest::json)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Every target is asked every ten minutes; both APIs are down for the second hour of the second day, in the first half
     * hour of which a window is agreed that ends an hour late. Two changes in it, one is undone with hostile words; an
     * incident lasts two hours.
     */
    private void eventful(Period week) {
        Instant day = week.first().plusDays(1).atStartOfDay(BERLIN).toInstant();
        Instant down = day.plus(Duration.ofHours(1));
        for (String target : List.of("queue-api-1", "queue-api-2", "database", "cache")) {
            jdbc.sql("""
                            INSERT INTO probe_result (run_id, target, probe, state, unit, reason, at)
                            SELECT gen_random_uuid(), :target, 'answers',
                                CASE WHEN :target LIKE 'queue%' AND at >= :down AND at < :up THEN 'CRITICAL' ELSE 'OK' END,
                                '', '', at
                            FROM generate_series(:from::timestamptz, :until::timestamptz, '10 minutes') AS at
                            """)
                    .param("target", target)
                    .param("down", Timestamp.from(down))
                    .param("up", Timestamp.from(down.plus(Duration.ofHours(1))))
                    .param("from", Timestamp.from(week.span().from()))
                    .param("until", Timestamp.from(week.span().until()))
                    .update();
        }
        jdbc.sql("""
                        INSERT INTO window_occurrence (id, name, is_declared, state, opens_at, closes_at, agreed_close_at,
                            cutoff_seconds, zone, reason, pipelines, targets, proposed_by, started_at, ended_at,
                            lead_seconds, sequence)
                        VALUES (gen_random_uuid(), 'weekly', true, 'COMPLETED', :opens, :ended, :agreed, 0, 'UTC', '',
                            '{}', 'all', 'application.yaml', :opens, :ended, '{}', 3)
                        """)
                .param("opens", Timestamp.from(down))
                .param("agreed", Timestamp.from(down.plus(Duration.ofMinutes(30))))
                .param("ended", Timestamp.from(down.plus(Duration.ofMinutes(90))))
                .update();
        ran("SUCCEEDED", down, null);
        ran("ROLLED_BACK", down.plus(Duration.ofMinutes(30)), "<img src=x> & so on");
        jdbc.sql("""
                        INSERT INTO incident (id, key, kind, title, state, opened_at, occurrences, last_at, resolved_at,
                            resolved_by, resolution)
                        VALUES (gen_random_uuid(), :key, 'person', 'slow', 'RESOLVED', :at, 1, :at, :end, 'ada', 'gone')
                        """)
                .param("key", "test " + week.label())
                .param("at", Timestamp.from(down.plus(Duration.ofHours(2))))
                .param("end", Timestamp.from(down.plus(Duration.ofHours(4))))
                .update();
    }

    /** For half an hour, of a pipeline that has a way back and an impact. */
    private void ran(String state, Instant from, String failure) {
        ran("stumble", "{}", state, from, failure);
    }

    private void ran(String pipeline, String parameters, String state, Instant from, String failure) {
        UUID run = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, started_at,
                            finished_at, failure)
                        VALUES (:id, :pipeline, :state, :parameters::jsonb, 'person:ada', :from, :from, :until, :failure)
                        """)
                .param("id", run)
                .param("pipeline", pipeline)
                .param("parameters", parameters)
                .param("state", state)
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(from.plus(Duration.ofMinutes(30))))
                .param("failure", failure)
                .update();
        jdbc.sql("""
                        INSERT INTO step (run_id, phase, path, position, state, attempt, started_at, finished_at)
                        VALUES (:run, 'RUN', 'change', 1, 'FINISHED', 1, :from, :from)
                        """).param("run", run).param("from", Timestamp.from(from)).update();
    }
}
