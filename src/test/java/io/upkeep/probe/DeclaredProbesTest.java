package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.MAINTENANCE;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Declared probes end to end: the routes as they are shipped ask real servers, hosts and a name server all the time. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(HealthEstate.Asked.class)
class DeclaredProbesTest extends DeclaredProbesFixture {

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
    void a_page_whose_answer_does_not_come_to_an_end_is_critical() {
        HealthEstate.DESK.neverEnds();
        awaitState("desk", "page", CRITICAL);
        assertThat(probe("desk", "page").reason()).contains("the answer was not all there after 5 s");
        assertThat(probe("desk", "port").state()).isEqualTo(OK);
    }

    @Test
    void what_answers_503_is_asked_once() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer busy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        busy.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        busy.start();
        try {
            Exchange answer = HealthEstate.upkeep()
                    .getBean(ProducerTemplate.class)
                    .send(
                            "http://127.0.0.1:" + busy.getAddress().getPort()
                                    + "?httpClientConfigurer=#bean:serverCertificates&throwExceptionOnFailure=false",
                            exchange -> {});
            assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(503);
            assertThat(asked).hasValue(1);
        } finally {
            busy.stop(0);
        }
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

    /** On a busy machine a report may be too old by the time somebody looks, as it is good for a second. */
    private static void reportUntilSeen(Heartbeats heartbeats) {
        patiently().untilAsserted(() -> {
            heartbeats.report("office", "nightly", "job");
            assertThat(probe("office", "nightly").state()).isEqualTo(OK);
        });
    }

    @Test
    void a_job_that_falls_silent_is_critical_until_it_reports() {
        Heartbeats heartbeats = HealthEstate.upkeep().getBean(Heartbeats.class);
        reportUntilSeen(heartbeats);
        awaitState("office", "nightly", CRITICAL);
        assertThat(probe("office", "nightly").reason()).contains("[AGE]").contains("< 1000ms");
        reportUntilSeen(heartbeats);
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
    void a_certificate_that_ends_soon_is_a_warning_and_one_that_has_ended_is_critical() {
        awaitState("doors", "good", OK);
        awaitState("doors", "ends-soon", WARNING);
        assertThat(probe("doors", "ends-soon").reason())
                .matches("not met: \\[CERTIFICATE_EXPIRATION] \\(4[0-9]{8}\\) > 240h");
        awaitState("doors", "ended", CRITICAL);
        assertThat(probe("doors", "ended").reason()).startsWith("its certificate has ended (NotAfter: ");
    }

    @Test
    void a_query_is_judged_by_its_first_row_and_one_that_fails_is_critical() {
        JdbcClient database = HealthEstate.database();
        database.sql("DELETE FROM line_at_desk").update();
        awaitState("database", "line", OK);
        database.sql("INSERT INTO line_at_desk VALUES ('ada'), ('bob')").update();
        awaitState("database", "line", WARNING);
        assertThat(probe("database", "line").reason()).contains("[BODY].waiting (2) < 2");
        database.sql("INSERT INTO line_at_desk VALUES ('\u0007<b>carol')").update();
        awaitState("database", "line", CRITICAL);
        assertThat(probe("database", "line").reason()).contains("[BODY].waiting (3) < 3");

        database.sql("ALTER TABLE line_at_desk RENAME TO line_elsewhere").update();
        patiently()
                .until(() -> probe("database", "line").reason().contains("relation \"line_at_desk\" does not exist"));
        database.sql("ALTER TABLE line_elsewhere RENAME TO line_at_desk").update();
        database.sql("DELETE FROM line_at_desk").update();
        awaitState("database", "line", OK);
    }

    @Test
    void a_node_that_is_cut_off_judges_no_target_that_does_not_answer() {
        HealthEstate.SHOP.open();
        awaitState("shop", "port", OK);
        awaitState("shop", "back-door", CRITICAL);
        HealthEstate.BEACON.close();
        try {
            // the back door never answers: it is judged no more as soon as the node knows
            patiently()
                    .until(() -> probe("shop", "back-door")
                            .checkedAt()
                            .isBefore(probe("desk", "page").checkedAt().minusSeconds(2)));
            HealthEstate.SHOP.close();
            Instant closed = Instant.now();
            patiently().until(() -> probe("desk", "page").checkedAt().isAfter(closed.plusSeconds(2)));
            assertThat(probe("shop", "port").checkedAt()).isBefore(closed.plusMillis(500));
            assertThat(probe("shop", "port").state()).isEqualTo(OK);
        } finally {
            HealthEstate.BEACON.open();
        }
        awaitState("shop", "port", CRITICAL);
        assertThat(probe("shop", "port").reason()).contains("Connection refused");
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
}
