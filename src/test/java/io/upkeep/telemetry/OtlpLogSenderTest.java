package io.upkeep.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Log lines reach a receiver of OTLP over HTTP, and one that is not well is nothing to whoever logs. */
class OtlpLogSenderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OtlpReceiver receiver = OtlpReceiver.open();
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("io.upkeep.engine");
    private OtlpLogSender sender;

    private void send(Duration timeout) {
        sender = new OtlpLogSender(
                new OtlpLogProperties(receiver.address("/v1/logs"), Map.of("X-Token", "secret"), timeout), "node-1");
        context.setMDCAdapter(new LogbackMDCAdapter());
        sender.setContext(context);
        sender.start();
        log.addAppender(sender);
    }

    @AfterEach
    void stop() {
        receiver.close();
        sender.stop();
        context.stop();
    }

    private List<JsonNode> records() {
        List<JsonNode> all = new ArrayList<>();
        receiver.requests("/v1/logs")
                .forEach(request -> read(request.body())
                        .at("/resourceLogs/0/scopeLogs/0/logRecords")
                        .forEach(all::add));
        return all;
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException noJson) {
            throw new AssertionError(noJson);
        }
    }

    private static String attribute(JsonNode holder, String name) {
        for (JsonNode attribute : holder.path("attributes")) {
            if (attribute.path("key").asText().equals(name)) {
                return attribute.at("/value/stringValue").asText();
            }
        }
        return null;
    }

    private List<JsonNode> arrived(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> records().size() >= count);
        return records();
    }

    @Test
    void a_line_arrives_with_its_time_level_logger_thread_and_failure() {
        send(Duration.ofSeconds(5));
        log.warn("the disk of {} is full", "api-1");
        log.error("it failed", new IllegalStateException("no room"));
        List<JsonNode> records = arrived(2);
        JsonNode warning = records.get(0);
        assertThat(warning.at("/body/stringValue").asText()).isEqualTo("the disk of api-1 is full");
        assertThat(warning.path("severityNumber").asInt()).isEqualTo(13);
        assertThat(warning.path("severityText").asText()).isEqualTo("WARN");
        assertThat(warning.path("timeUnixNano").asText()).matches("\\d{19}");
        assertThat(attribute(warning, "logger.name")).isEqualTo("io.upkeep.engine");
        assertThat(attribute(warning, "thread.name"))
                .isEqualTo(Thread.currentThread().getName());
        assertThat(attribute(records.get(1), "exception.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(attribute(records.get(1), "exception.stacktrace")).contains("no room", "OtlpLogSenderTest");

        OtlpReceiver.Request request = receiver.requests("/v1/logs").get(0);
        assertThat(request.type()).isEqualTo("application/json");
        assertThat(request.token()).isEqualTo("secret");
        JsonNode resource = read(request.body()).at("/resourceLogs/0/resource");
        assertThat(attribute(resource, "service.name")).isEqualTo("upkeep");
        assertThat(attribute(resource, "service.instance.id")).isEqualTo("node-1");
    }

    @Test
    void what_waits_when_it_stops_is_sent() {
        send(Duration.ofSeconds(5));
        for (int i = 0; i < 100; i++) {
            log.info("line {}", i);
        }
        sender.stop();
        arrived(100);
    }

    @Test
    void lines_that_a_receiver_did_not_take_are_counted_and_it_is_told_when_it_is_well_again() {
        send(Duration.ofSeconds(5));
        receiver.answers(503);
        for (int i = 0; i < 6000; i++) {
            log.info("line {}", i);
        }
        receiver.answers(200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> receiver.requests("/v1/logs").stream()
                        .map(request ->
                                attribute(read(request.body()).at("/resourceLogs/0/resource"), "upkeep.log_lines_lost"))
                        .anyMatch(lost -> lost != null && Integer.parseInt(lost) > 0));
    }

    @Test
    void whoever_logs_does_not_wait_for_a_receiver_that_hangs() {
        send(Duration.ofSeconds(1));
        receiver.hangs();
        long began = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            log.info("line {}", i);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void an_address_that_is_none_stops_the_start() {
        send(Duration.ofSeconds(1));
        assertThatThrownBy(() -> new OtlpLogProperties("datadog-agent:4318", Map.of(), Duration.ofSeconds(1)))
                .hasMessageContaining(
                        "management.otlp.logging.endpoint: 'datadog-agent:4318' is no address of HTTP; write http://");
        assertThat(new OtlpLogProperties("", Map.of(), Duration.ofSeconds(1)).isWanted())
                .isFalse();
    }
}
