package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.MAINTENANCE;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Declared probes end to end: the routes as they are shipped ask real servers, hosts and a name server every second. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DeclaredProbesTest {

    private final TargetHealth health = HealthEstate.upkeep().getBean(TargetHealth.class);
    private final Incidents incidents = HealthEstate.upkeep().getBean(Incidents.class);
    private final JdbcClient jdbc = HealthEstate.upkeep().getBean(JdbcClient.class);

    @BeforeEach
    void all_is_well() {
        HealthEstate.NAMES.knows("desk.example", "10.0.0.7");
        HealthEstate.DESK.isWell();
        awaitState("desk", "page", OK);
        awaitState("desk", "port", OK);
        awaitState("office", "name", OK);
    }

    @AfterEach
    void close_windows() {
        jdbc.sql("DELETE FROM window_occurrence WHERE name = 'test'").update();
        HealthEstate.DESK.isWell();
    }

    @Test
    void a_page_that_answers_badly_is_critical_after_three_times_and_an_incident_until_it_is_well_again() {
        HealthEstate.DESK.answers(200, "{\"status\": \"down\"}");
        awaitState("desk", "page", CRITICAL);
        assertThat(probe("desk", "page").reason()).startsWith("not met: [BODY].status (down) == any(up, ok)");
        assertThat(probe("desk", "port").state()).isEqualTo(OK);
        patiently().until(() -> unresolved("probe:desk/page").size() == 1);
        assertThat(unresolved("probe:desk/page").get(0).title()).isEqualTo("page of desk is critical");
        assertThat(events("desk/page")).endsWith("OK>CRITICAL");

        HealthEstate.DESK.isWell();
        awaitState("desk", "page", OK);
        patiently().until(() -> unresolved("probe:desk/page").isEmpty());
        assertThat(events("desk/page")).endsWith("OK>CRITICAL", "CRITICAL>OK");
    }

    @Test
    void a_warning_opens_no_incident() {
        HealthEstate.DESK.answers(200, "{\"status\": \"up\", \"waiting\": [1, 2, 3]}");
        awaitState("desk", "page", WARNING);
        assertThat(probe("desk", "page").reason()).contains("len([BODY].waiting) (3) < 3");
        assertThat(unresolved("probe:desk/page")).isEmpty();
    }

    @Test
    void an_endless_hostile_body_is_read_in_part_and_shown_on_one_line() {
        HealthEstate.DESK.answers(200, "<script>\u0007\n" + "x".repeat(5_000_000));
        awaitState("desk", "page", CRITICAL);
        assertThat(probe("desk", "page").reason()).hasSizeLessThan(400).doesNotContain("\n", "\u0007");
    }

    @Test
    void a_name_that_is_gone_is_critical() {
        HealthEstate.NAMES.forget("desk.example");
        awaitState("office", "name", CRITICAL);
        assertThat(probe("office", "name").reason()).contains("[DNS_RCODE] (NXDOMAIN) == NOERROR");
    }

    @Test
    void a_job_that_falls_silent_is_critical_until_it_reports() {
        Heartbeats heartbeats = HealthEstate.upkeep().getBean(Heartbeats.class);
        heartbeats.report("office", "nightly", "job");
        awaitState("office", "nightly", OK);
        awaitState("office", "nightly", CRITICAL);
        assertThat(probe("office", "nightly").reason()).contains("[AGE]").contains("< 2000ms");
        heartbeats.report("office", "nightly", "job");
        awaitState("office", "nightly", OK);
        assertThatThrownBy(() -> heartbeats.report("desk", "page", "job"))
                .hasMessageContaining("there is no heartbeat 'page' of target 'desk'")
                .hasMessageContaining("kind: heartbeat, within: 24h");
    }

    @Test
    void a_script_on_a_host_is_judged_by_what_it_prints() throws IOException {
        awaitState("desk-host", "spool", OK);
        Path spool = HealthEstate.SANDBOX.hosts().host("web-1").tree().path("var/spool/virtual-queue");
        Files.createDirectories(spool);
        for (String letter : List.of("a", "b b", "c")) {
            Files.writeString(spool.resolve(letter), "");
        }
        awaitState("desk-host", "spool", CRITICAL);
        assertThat(probe("desk-host", "spool").reason()).contains("[BODY] (3) < 3");
        for (String letter : List.of("a", "b b", "c")) {
            Files.delete(spool.resolve(letter));
        }
        awaitState("desk-host", "spool", OK);
    }

    @Test
    void a_change_starts_the_pipeline_that_a_route_names_once_and_a_route_that_fails_is_an_incident() {
        HealthEstate.DESK.answers(503, "{}");
        awaitState("desk", "page", CRITICAL);
        patiently().until(() -> unresolved("probe:desk/page").size() == 1);
        patiently().until(() -> runsOf("desk-is-critical", "SUCCEEDED") == criticalEvents("desk/page"));
        assertThat(runsOf("desk-reaction-that-fails", "%"))
                .as("undone with its route")
                .isZero();
        assertThat(unresolved("reaction:desk-reaction-that-fails")).hasSize(1);
        assertThat(unresolved("reaction:desk-reaction-that-fails").get(0).title())
                .isEqualTo("route desk-reaction-that-fails did nothing about page of desk");
    }

    private long runsOf(String route, String state) {
        return jdbc.sql("SELECT count(*) FROM run WHERE requested_by = 'route:' || :route AND state LIKE :state")
                .param("route", route)
                .param("state", state)
                .query(Long.class)
                .single();
    }

    private long criticalEvents(String subject) {
        return events(subject).stream()
                .filter(change -> change.endsWith(">CRITICAL"))
                .count();
    }

    @Test
    void in_an_open_window_a_problem_is_not_told_and_is_told_when_it_ends() {
        open("test", "name:desk");
        patiently().until(() -> probe("desk", "page").state() == MAINTENANCE);
        HealthEstate.DESK.answers(503, "{}");
        patiently()
                .until(() -> probe("desk", "page").reason().contains("it is CRITICAL")
                        && probe("desk", "page").reason().contains("no alarm: maintenance: window test is open"));
        assertThat(unresolved("probe:desk/page")).isEmpty();
        assertThat(probe("office", "name").state()).as("not covered").isEqualTo(OK);

        jdbc.sql("DELETE FROM window_occurrence WHERE name = 'test'").update();
        awaitState("desk", "page", CRITICAL);
        patiently().until(() -> unresolved("probe:desk/page").size() == 1);
    }

    @Test
    void a_problem_told_before_a_window_gets_its_recovery_in_it() {
        HealthEstate.DESK.answers(503, "{}");
        patiently().until(() -> unresolved("probe:desk/page").size() == 1);
        open("test", "name:desk");
        HealthEstate.DESK.isWell();
        patiently().until(() -> unresolved("probe:desk/page").isEmpty());
    }

    private void open(String name, String targets) {
        jdbc.sql("""
                        INSERT INTO window_occurrence (id, name, is_declared, state, opens_at, closes_at, agreed_close_at, cutoff_seconds, zone,
                            reason, pipelines, targets, proposed_by, approved_by, started_at, lead_seconds, sequence)
                        VALUES (gen_random_uuid(), :name, false, 'STARTED', now(), now() + interval '1 hour', now() + interval '1 hour', 0, 'UTC',
                            'a test', '{}', :targets, 'person:ada', 'person:bob', now(), '{}', 1)
                        """).param("name", name).param("targets", targets).update();
    }

    private List<Incident> unresolved(String key) {
        return incidents.newest(false, 500).stream()
                .filter(incident -> incident.key().equals(key))
                .toList();
    }

    private List<String> events(String subject) {
        return jdbc.sql(
                        "SELECT data->>'before' || '>' || (data->>'state') FROM outbox WHERE subject = :s ORDER BY sequence")
                .param("s", subject)
                .query(String.class)
                .list();
    }

    private void awaitState(String target, String name, ProbeState state) {
        patiently()
                .untilAsserted(() -> assertThat(probe(target, name).state())
                        .as("%s", probe(target, name))
                        .isEqualTo(state));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions();
    }

    private TargetHealth.Probe probe(String target, String name) {
        return health.list().stream()
                .filter(report -> report.name().equals(target))
                .flatMap(report -> report.probes().stream())
                .filter(probe -> probe.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no probe " + name + " of " + target));
    }
}
