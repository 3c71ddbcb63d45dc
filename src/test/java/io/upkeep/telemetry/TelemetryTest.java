package io.upkeep.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.ProductProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an operator reads in docs/how-to/monitor-upkeep.md of Elastic and Datadog, with a node in a JVM of its own and without any class
 * of the tests: settings come from the environment, as in a container.
 */
class TelemetryTest {

    private static final Path PLACE = Places.of("telemetry");
    private static final Path OUTPUT = PLACE.resolve("output.log");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OtlpReceiver RECEIVER = OtlpReceiver.open();
    private static Process node;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(PLACE.resolve("routes/kamelets"));
        ProcessBuilder start = ProductProcess.in(PLACE, "telemetry", shipped());
        Map<String, String> environment = start.environment();
        environment.put("UPKEEP_ENGINE_NODE", "told-node");
        environment.put("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
        environment.put("LOGGING_STRUCTURED_ECS_SERVICE_ENVIRONMENT", "production");
        environment.put("MANAGEMENT_OTLP_METRICS_EXPORT_ENABLED", "true");
        environment.put("MANAGEMENT_OTLP_METRICS_EXPORT_URL", RECEIVER.address("/v1/metrics"));
        environment.put("MANAGEMENT_OTLP_METRICS_EXPORT_STEP", "1s");
        environment.put("MANAGEMENT_OTLP_LOGGING_ENDPOINT", RECEIVER.address("/v1/logs"));
        node = start.start();
    }

    private static String shipped() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        node.destroy();
        if (!node.waitFor(30, TimeUnit.SECONDS)) {
            node.destroyForcibly();
        }
        RECEIVER.close();
    }

    private static String output() throws IOException {
        return Files.readString(OUTPUT);
    }

    @Test
    void each_line_of_the_console_is_a_document_of_the_elastic_common_schema() throws IOException {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> output().contains("Started UpkeepApplication") || !node.isAlive());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : output().lines().toList()) {
            if (line.startsWith("{")) {
                lines.add(JSON.readTree(line));
            }
        }
        assertThat(lines).as("%s", output()).hasSizeGreaterThan(5);
        for (JsonNode line : lines) {
            assertThat(line.path("@timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(line.at("/log/level").asText()).isIn("INFO", "WARN", "ERROR");
            assertThat(line.at("/log/logger").asText()).isNotBlank();
            assertThat(line.at("/process/pid").asLong()).isEqualTo(node.pid());
            assertThat(line.at("/process/thread/name").asText()).isNotBlank();
            assertThat(line.at("/service/name").asText()).isEqualTo("upkeep");
            assertThat(line.at("/service/environment").asText()).isEqualTo("production");
            assertThat(line.path("message").asText()).isNotBlank();
            assertThat(line.at("/ecs/version").asText()).startsWith("8.");
        }
        assertThat(lines)
                .extracting(line -> line.path("message").asText())
                .anyMatch(text -> text.startsWith("Started UpkeepApplication"));
    }

    @Test
    void metrics_and_log_lines_arrive_by_otlp() {
        List<String> wanted = List.of("upkeep.incidents", "jvm.memory.used", "upkeep.outbox.waiting");
        await().atMost(Duration.ofSeconds(90)).until(() -> wanted.stream().allMatch(sent("/v1/metrics")::contains));
        assertThat(RECEIVER.requests("/v1/metrics").get(0).type()).isEqualTo("application/x-protobuf");

        await().atMost(Duration.ofSeconds(90)).until(() -> sent("/v1/logs").contains("Started UpkeepApplication"));
        assertThat(sent("/v1/logs")).contains("\"service.name\"", "\"upkeep\"", "told-node");
    }

    /** In either form names and texts are as they are. */
    private static String sent(String path) {
        return RECEIVER.requests(path).stream().map(OtlpReceiver.Request::body).collect(Collectors.joining());
    }
}
