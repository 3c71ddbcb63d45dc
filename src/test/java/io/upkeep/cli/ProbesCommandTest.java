package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.probe.HealthEstate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code upkeep probes} and the REST API below it, which the page asks too, against the running product: eight hours of the workshop's
 * page, of which the fifth was bad, half of that in an agreed window.
 */
@ExtendWith(HealthEstate.Asked.class)
class ProbesCommandTest {

    private final Instant now = Instant.now();
    private static final String SERVER =
            "http://127.0.0.1:" + HealthEstate.upkeep().getEnvironment().getProperty("local.server.port");

    private final JdbcClient jdbc = HealthEstate.upkeep().getBean(JdbcClient.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void the_workshop_has_a_past() {
        forget();
        jdbc.sql("""
                        INSERT INTO probe_state (target, probe, check_name, state, unit, reason, at, since, changes, last, told)
                        VALUES ('workshop', 'page', 'declared-http', 'OK', '', 'it is well', :now, :now, 0, 'OK', 'OK')
                        """).param("now", Timestamp.from(now)).update();
        span("OK", 8, 4);
        span("CRITICAL", 4, 3);
        span("OK", 3, 0);
        for (Map.Entry<Integer, Integer> bucket : Map.of(8, 90, 14, 9, 20, 1).entrySet()) {
            jdbc.sql(
                            "INSERT INTO probe_latency VALUES ('workshop', 'page', date_trunc('hour', :at::timestamptz), :bucket, :count)")
                    .param("at", Timestamp.from(hoursAgo(2)))
                    .param("bucket", bucket.getKey())
                    .param("count", bucket.getValue())
                    .update();
        }
        jdbc.sql("""
                        INSERT INTO window_occurrence (id, name, is_declared, state, opens_at, closes_at, agreed_close_at,
                            cutoff_seconds, zone, reason, pipelines, targets, proposed_by, approved_by, started_at, ended_at,
                            lead_seconds, sequence)
                        VALUES (gen_random_uuid(), 'workshop', false, 'COMPLETED', :from, :until, :until, 0, 'UTC', 'a test', '{}',
                            'name:workshop', 'person:ada', 'person:bob', :from, :until, '{}', 1)
                        """)
                .param("from", Timestamp.from(hoursAgo(4)))
                .param("until", Timestamp.from(hoursAgo(4).plus(Duration.ofMinutes(30))))
                .update();
    }

    @AfterEach
    void forget() {
        jdbc.sql("DELETE FROM window_occurrence WHERE name = 'workshop'").update();
        for (String table : List.of("probe_state", "probe_span", "probe_latency")) {
            jdbc.sql("DELETE FROM " + table + " WHERE target = 'workshop'").update();
        }
    }

    @Test
    void history_has_spans_uptime_and_answer_times() throws IOException, InterruptedException {
        JsonNode history = get("/api/targets/workshop/history?hours=24");

        assertThat(history.path("uptime").path("raw").asDouble()).isCloseTo(0.875, within(1e-6));
        assertThat(history.path("uptime").path("contractual").asDouble()).isCloseTo(1 - 0.5 / 7.5, within(1e-6));
        JsonNode page = history.path("probes").path(0);
        assertThat(page.path("name").asText()).isEqualTo("page");
        assertThat(page.path("latency").toString()).isEqualTo("{\"p50\":16,\"p95\":128,\"p99\":128,\"count\":100}");
        List<String> spans = new ArrayList<>();
        page.path("spans")
                .forEach(span -> spans.add("%s %d h"
                        .formatted(
                                span.path("state").asText(),
                                Duration.between(
                                                Instant.parse(span.path("from").asText()),
                                                Instant.parse(span.path("until").asText()))
                                        .toHours())));
        assertThat(spans).containsExactly("OK 4 h", "CRITICAL 1 h", "OK 3 h");
        assertThat(Duration.between(
                        Instant.parse(history.path("from").asText()),
                        Instant.parse(history.path("until").asText())))
                .as("what the page draws its bar by")
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void a_shorter_time_is_cut_out_of_it_and_what_is_not_known_is_no_data() throws IOException, InterruptedException {
        assertThat(get("/api/targets/workshop/history?hours=2")
                        .path("uptime")
                        .path("raw")
                        .asDouble())
                .isEqualTo(1);
        jdbc.sql("DELETE FROM probe_span WHERE target = 'workshop'").update();
        JsonNode nothing = get("/api/targets/workshop/history");
        assertThat(nothing.path("uptime").path("raw").isNull()).isTrue();
        assertThat(nothing.path("probes")).isEmpty();
        assertThat(get("/api/targets/workshop/history?hours=9601")
                        .path("detail")
                        .asText())
                .isEqualTo("hours=9601 is no number from 1 to 9600; write hours=24");
        assertThat(get("/api/targets/no-such/history").path("detail").asText())
                .isEqualTo("there is no target 'no-such'; GET /api/targets lists them");
    }

    @Test
    void the_same_is_shown_on_a_terminal() {
        assertThat(run("probes", "show", "workshop")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("workshop: uptime 87.500 %, outside of maintenance windows 93.333 % (last 24 h)")
                .containsPattern("page +87.500 % +≤ 16 ms +≤ 128 ms +≤ 128 ms +2 +OK");
        assertThat(run("probes", "list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("doors +ends-soon +[A-Z]+ ");
    }

    @Test
    void a_job_reports_on_a_terminal() {
        assertThat(run("probes", "beat", "office", "monthly")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("monthly of office reported at ");
        assertThat(run("probes", "beat", "office", "name")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no heartbeat 'name' of target 'office'");
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                true,
                200);
        return UpkeepCommand.execute(terminal, Map.of("UPKEEP_SERVER", SERVER), arguments);
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SERVER + path)).build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private void span(String state, int from, int until) {
        jdbc.sql("INSERT INTO probe_span VALUES ('workshop', 'page', :state, :from, :until)")
                .param("state", state)
                .param("from", Timestamp.from(hoursAgo(from)))
                .param("until", Timestamp.from(hoursAgo(until)))
                .update();
    }

    private Instant hoursAgo(int hours) {
        return now.minus(Duration.ofHours(hours));
    }
}
