package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.KafkaPart;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.sandbox.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The product, which knows no other address of Kafka than the one that speaks TLS only. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(classes = UpkeepApplication.class, webEnvironment = WebEnvironment.NONE)
class KafkaOverTlsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Sandbox SANDBOX =
            Sandbox.untilExit(Places.of("sandbox-kafka-tls"), EnumSet.of(Part.POSTGRES, Part.KAFKA));
    private static final KafkaPart KAFKA = SANDBOX.kafka();

    @Autowired
    private RunJournal journal;

    @Autowired
    private ProducerTemplate template;

    @Autowired
    private CamelContext camel;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry registry) throws IOException {
        SANDBOX.properties().forEach((name, value) -> registry.add(name, () -> value));
        Path routes = Files.createDirectories(Places.of("sandbox-kafka-tls", "routes"));
        for (String file : List.of(
                "channels/outbox-to-kafka.camel.yaml",
                "channels/kafka-to-runs.camel.yaml",
                "policies/try-again-later.camel.yaml",
                "policies/keep-trying.camel.yaml")) {
            Files.createDirectories(routes.resolve(file).getParent());
            Files.copy(Path.of("routes", file), routes.resolve(file));
        }
        Path pipelines = Files.createDirectories(routes.resolve("pipelines"));
        Files.copy(
                Path.of("src/test/resources/channels/try-channels.camel.yaml"),
                pipelines.resolve("try-channels.camel.yaml"));
        registry.add("upkeep.routes.directory", () -> routes.toAbsolutePath().toString());
        registry.add("camel.component.kafka.brokers", KAFKA::brokersWithTls);
        registry.add("camel.component.kafka.security-protocol", () -> "SSL");
        registry.add(
                "camel.component.kafka.ssl-truststore-location",
                () -> KAFKA.authority().pem().toString());
        registry.add("camel.component.kafka.ssl-truststore-type", () -> "PEM");
    }

    @Test
    void requests_are_taken_and_events_are_sent() throws Exception {
        assertThat(plainly()).as("the port speaks TLS only").isInstanceOf(ExecutionException.class);
        String request =
                "{\"id\":\"tls-1\",\"pipeline\":\"greet\",\"parameters\":{\"name\":\"ada\"},\"requestedBy\":\"ada\"}";
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.brokers()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("maintenance.requests", "k1", request))
                    .get();
            producer.send(new ProducerRecord<>("maintenance.requests", "k1", "no request"))
                    .get();
        }

        Run run = await().atMost(SOON)
                .until(
                        () -> journal.newest("greet", 1),
                        runs -> !runs.isEmpty() && runs.get(0).state().isAtRest())
                .get(0);
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(KAFKA.records("maintenance.events").stream()
                                .filter(event -> run.id().toString().equals(event.key()))
                                .map(event -> new String(
                                        event.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8)))
                        .startsWith("io.upkeep.run.requested.v1")
                        .endsWith("io.upkeep.run.succeeded.v1"));
        await().atMost(SOON)
                .until(() -> KAFKA.records("maintenance.requests.dead").size() == 1);
    }

    @Test
    void brokers_whose_certificate_nobody_trusts_are_told_with_what_to_do(@TempDir Path directory) {
        Path others = TestAuthority.in(directory).pem();

        Exchange sent = template.send(
                "kafka:maintenance.events?lazyStartProducer=true&synchronous=true&kafkaClientFactory=#bean:inOrderKafka"
                        + "&maxBlockMs=5000&sslTruststoreLocation=" + others,
                exchange -> exchange.getMessage().setBody(List.of("an event", "and the next")));

        assertThat(sent.getException())
                .hasMessageContaining("the certificate of the Kafka brokers was not accepted: ")
                .hasMessageContaining("unable to find valid certification path")
                .hasMessageContaining("camel.component.kafka.ssl-truststore-location=/etc/upkeep/kafka-authority.pem");
    }

    @Test
    void brokers_that_want_a_certificate_get_it_and_who_shows_none_or_anothers_is_told_what_to_set(
            @TempDir Path directory) {
        KAFKA.createTopic("mutual", 1);
        Path own = KAFKA.authority().keyFile("upkeep", Duration.ofDays(90));
        Path anothers = TestAuthority.in(directory).keyFile("upkeep", Duration.ofDays(90));

        assertThat(toMutual("&maxBlockMs=20000" + shows(own)).getException()).isNull();
        assertThat(KAFKA.records("mutual")).hasSize(2);

        for (String wrong : List.of("", shows(anothers))) {
            assertThat(toMutual("&maxBlockMs=5000" + wrong).getException())
                    .as("shown: '%s'", wrong)
                    .hasMessageContaining("the Kafka brokers ended the TLS handshake: ")
                    .hasMessageContaining("camel.component.kafka.ssl-keystore-location=/etc/upkeep/kafka-key.p12")
                    .hasMessageNotContaining("of-a-test");
        }
        assertThat(KAFKA.records("mutual")).hasSize(2);
    }

    private Exchange toMutual(String more) {
        return template.send(
                "kafka:mutual?lazyStartProducer=true&synchronous=true&kafkaClientFactory=#bean:inOrderKafka&brokers="
                        + KAFKA.brokersWithClientCertificates() + more,
                exchange -> exchange.getMessage().setBody(List.of("an event", "and the next")));
    }

    private static String shows(Path key) {
        return "&sslKeystoreType=PKCS12&sslKeystoreLocation=%s&sslKeystorePassword=%s&sslKeyPassword=%s"
                .formatted(key, TestAuthority.PASSWORD, TestAuthority.PASSWORD);
    }

    @Test
    void a_reader_goes_on_once_the_certificate_of_the_brokers_is_mended(@TempDir Path directory, CapturedOutput output)
            throws Exception {
        List<String> read = new CopyOnWriteArrayList<>();
        KAFKA.createTopic("mended", 1);
        KAFKA.shows(TestAuthority.in(directory));
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kafka:mended?groupId=mended&autoOffsetReset=earliest")
                            .routeId("reads-mended")
                            .process(exchange -> read.add(
                                    String.valueOf(exchange.getMessage().getBody(String.class))));
                }
            });
            await().atMost(SOON)
                    .until(
                            () -> output.getAll()
                                    .contains(
                                            "Kafka cannot be read, tried again every 2 s: the certificate of the Kafka brokers"));

            KAFKA.shows(KAFKA.authority());
            try (var producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", KAFKA.brokers()), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("mended", "k", "at last")).get();
            }

            await().atMost(SOON).until(() -> !read.isEmpty());
            assertThat(read).as("no failure came as a message").containsExactly("at last");
        } finally {
            KAFKA.shows(KAFKA.authority());
            camel.getRouteController().stopRoute("reads-mended");
            camel.removeRoute("reads-mended");
        }
    }

    private static Throwable plainly() throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                KAFKA.brokersWithTls(),
                "request.timeout.ms",
                1500,
                "default.api.timeout.ms",
                1500);
        try (Admin admin = Admin.create(settings)) {
            admin.listTopics().names().get();
            return null;
        } catch (ExecutionException failure) {
            return failure;
        }
    }
}
