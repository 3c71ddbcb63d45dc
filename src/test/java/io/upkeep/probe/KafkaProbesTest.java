package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.event.EventContract;
import io.upkeep.sandbox.KafkaPart;
import io.upkeep.sandbox.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How far consumer groups of a real broker are behind, and jobs that report by messages. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(HealthEstate.Asked.class)
class KafkaProbesTest extends DeclaredProbesFixture {

    private static final KafkaPart KAFKA = HealthEstate.SANDBOX.kafka();
    private static final String HEARTBEATS = "maintenance.heartbeats";

    private final Heartbeats heartbeats = HealthEstate.upkeep().getBean(Heartbeats.class);

    @Test
    void a_consumer_that_stops_reading_is_a_warning_then_critical_and_an_incident_until_it_has_caught_up() {
        awaitState("orders", "lag", CRITICAL);
        assertThat(probe("orders", "lag").reason()).contains("Kafka knows no consumer group 'ticket-printer'");

        KAFKA.createTopic("queue.tickets", 2);
        try (var consumer = consumer(HealthEstate.GROUP)) {
            consumer.subscribe(List.of("queue.tickets"));
            readAll(consumer, 0);
            send("queue.tickets", 0, 4);
            readAll(consumer, 4);
            awaitState("orders", "lag", OK);
            patiently()
                    .until(() -> probe("orders", "lag").reason().contains("[MEMBERS] > 0; [LARGEST_LAG] < 20, lag 0"));
            patiently().until(() -> unresolved("probe:orders/lag").isEmpty());

            send("queue.tickets", 0, 3);
            send("queue.tickets", 1, 4);
            awaitState("orders", "lag", WARNING);
            patiently().until(() -> probe("orders", "lag").reason().contains("[LAG] (7) < 5"));
            assertThat(probe("orders", "lag").value()).isEqualTo(7);
            assertThat(probe("orders", "lag").unit()).isEqualTo("messages");

            send("queue.tickets", 1, 20);
            awaitState("orders", "lag", CRITICAL);
            patiently().until(() -> probe("orders", "lag").reason().contains("[LARGEST_LAG] (24) < 20"));
            patiently().until(() -> unresolved("probe:orders/lag").size() == 1);

            readAll(consumer, 27);
            awaitState("orders", "lag", OK);
            patiently().until(() -> unresolved("probe:orders/lag").isEmpty());
        }
        awaitState("orders", "lag", CRITICAL);
        assertThat(probe("orders", "lag").reason())
                .as("it reads nothing any more, whatever there is")
                .contains("[MEMBERS] (0) > 0");
    }

    @Test
    void age_is_that_of_the_oldest_unread_message_and_what_was_never_read_counts_whole() throws Exception {
        KAFKA.createTopic("letters.in", 3);
        KAFKA.createTopic("letters.out", 1);
        sendAt("letters.in", 0, Instant.now().minus(Duration.ofDays(2)));
        sendAt("letters.in", 0, Instant.now().minus(Duration.ofHours(3)));
        sendAt("letters.in", 0, Instant.now());
        sendAt("letters.in", 1, Instant.now());
        sendAt("letters.out", 0, Instant.now().minus(Duration.ofDays(20)));
        try (var consumer = consumer("postman")) {
            consumer.commitSync(Map.of(
                    new TopicPartition("letters.in", 0), new OffsetAndMetadata(1),
                    new TopicPartition("letters.out", 0), new OffsetAndMetadata(0)));
        }

        Map<String, Object> in = lag(KAFKA.brokers(), "postman", "letters.in", 30_000);
        assertThat(in).containsEntry("lag", 3L).containsEntry("largest", 2L);
        assertThat(in).containsEntry("members", 0).containsEntry("state", "EMPTY");
        assertThat((Long) in.get("age"))
                .isBetween(Duration.ofHours(3).toMillis(), Duration.ofHours(3).toMillis() * 103 / 100);
        Map<String, Object> all = lag(KAFKA.brokers(), "postman", "letters*", 30_000);
        assertThat(all).containsEntry("lag", 4L);
        assertThat((Long) all.get("age"))
                .isBetween(Duration.ofDays(20).toMillis(), Duration.ofDays(20).toMillis() * 103 / 100);
        assertThatThrownBy(() -> lag(KAFKA.brokers(), "postman", "parcels", 30_000))
                .hasMessage("consumer group 'postman' reads no topic 'parcels'; it reads letters.in, letters.out");
    }

    @Test
    void brokers_that_are_not_there_are_told_in_time() {
        Instant before = Instant.now();
        assertThatThrownBy(() -> lag(HealthEstate.CLOSED.address(), "postman", "*", 700))
                .hasMessage("the Kafka brokers " + HealthEstate.CLOSED.address() + " did not answer within 700 ms");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(() -> lag("no-such.invalid:9092", "postman", "*", 700))
                .hasMessageContaining("the Kafka brokers no-such.invalid:9092: No resolvable bootstrap urls");
    }

    @Test
    void a_broker_that_wants_a_login_gets_it_from_the_file_and_the_secret_from_another(@TempDir Path directory)
            throws Exception {
        KAFKA.createTopic("orders.in", 1);
        sendAt("orders.in", 0, Instant.now());
        try (var consumer = consumer("cashier")) {
            consumer.commitSync(Map.of(new TopicPartition("orders.in", 0), new OffsetAndMetadata(0)));
        }
        Path password = Files.writeString(directory.resolve("password"), KafkaPart.PASSWORD);
        Path file = Files.writeString(directory.resolve("kafka.properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
                    username="%s" password="${secrets:%s:password}";
                config.providers=secrets
                config.providers.secrets.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider
                """.formatted(KafkaPart.USER, directory));

        assertThat(lag(KAFKA.brokersWithLogin(), "cashier", "*", 30_000, file.toString()))
                .containsEntry("lag", 1L);

        Files.writeString(password, "wr0ng");
        assertThatThrownBy(() -> lag(KAFKA.brokersWithLogin(), "cashier", "*", 30_000, file.toString()))
                .hasMessageContaining("the Kafka brokers " + KAFKA.brokersWithLogin() + ": Authentication failed")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("wr0ng"));
    }

    @Test
    void a_broker_that_speaks_tls_is_asked_and_one_that_is_not_trusted_is_told_with_what_to_do(@TempDir Path directory)
            throws Exception {
        KAFKA.createTopic("parcels.in", 1);
        sendAt("parcels.in", 0, Instant.now());
        try (var consumer = consumer("porter")) {
            consumer.commitSync(Map.of(new TopicPartition("parcels.in", 0), new OffsetAndMetadata(0)));
        }
        Path trusting = Files.writeString(directory.resolve("trusting.properties"), """
                security.protocol=SSL
                ssl.truststore.location=%s
                ssl.truststore.type=PKCS12
                ssl.truststore.password=%s
                """.formatted(
                        KAFKA.authority().trust(), TestAuthority.PASSWORD));
        Path distrusting = Files.writeString(directory.resolve("distrusting.properties"), "security.protocol=SSL\n");

        assertThat(lag(KAFKA.brokersWithTls(), "porter", "*", 30_000, trusting.toString()))
                .containsEntry("lag", 1L);
        assertThatThrownBy(() -> lag(KAFKA.brokersWithTls(), "porter", "*", 30_000, distrusting.toString()))
                .hasMessageContaining(
                        "the Kafka brokers " + KAFKA.brokersWithTls()
                                + ": unable to find valid certification path to requested target; their certificate is not accepted")
                .hasMessageContaining("ssl.truststore.location=/etc/upkeep/kafka-authority.pem");

        String mutual = KAFKA.brokersWithClientCertificates();
        assertThatThrownBy(() -> lag(mutual, "porter", "*", 30_000, trusting.toString()))
                .hasMessageContaining("Received fatal alert: ")
                .hasMessageContaining("ssl.keystore.location=/etc/upkeep/kafka-key.p12")
                .hasMessageNotContaining("their certificate is not accepted");
        Path showing = Files.writeString(
                directory.resolve("showing.properties"),
                Files.readString(trusting)
                        + """
                ssl.keystore.location=%s
                ssl.keystore.type=PKCS12
                ssl.keystore.password=%s
                ssl.key.password=%s
                """.formatted(
                                        KAFKA.authority().keyFile("upkeep", Duration.ofDays(90)),
                                        TestAuthority.PASSWORD,
                                        TestAuthority.PASSWORD));
        assertThat(lag(mutual, "porter", "*", 30_000, showing.toString())).containsEntry("lag", 1L);
    }

    @Test
    void a_message_is_a_heartbeat_as_of_when_it_was_written() {
        reportUntilSeen();
        awaitState("office", "nightly", CRITICAL);
        Instant last = heartbeats.last("office", "nightly").orElseThrow();

        // read again, late, or from a clock that is ahead: none of it makes the job look alive for longer
        send("{\"target\": \"office\", \"probe\": \"nightly\"}", last.minusSeconds(3600));
        send("{\"target\": \"office\", \"probe\": \"nightly\"}", last);
        send("{\"target\": \"office\", \"probe\": \"monthly\"}", Instant.now().plus(Duration.ofDays(400)));
        patiently()
                .until(() -> heartbeats.last("office", "monthly").orElseThrow().isAfter(last));
        assertThat(heartbeats.last("office", "nightly")).contains(last);
        assertThat(heartbeats.last("office", "monthly").orElseThrow()).isBeforeOrEqualTo(Instant.now());
        assertThat(probe("office", "nightly").state()).isEqualTo(CRITICAL);

        reportUntilSeen();
    }

    /** Each message is fresh for a second, and a busy machine may ask later. */
    private static void reportUntilSeen() {
        patiently().pollInterval(Duration.ofMillis(300)).until(() -> {
            send("{\"target\": \"office\", \"probe\": \"nightly\"}", Instant.now());
            return probe("office", "nightly").state() == OK;
        });
    }

    @Test
    void what_can_be_no_heartbeat_goes_to_the_dead_letters_with_the_reason_and_the_next_one_counts() {
        String dead = HEARTBEATS + ".dead";
        int before = KAFKA.records(dead).size();
        EventContract described = new EventContract();
        assertThat(described.problems("heartbeat", "{\"target\": \"office\", \"probe\": \"nightly\"}"))
                .isEmpty();
        assertThat(described.problems("heartbeat", "{\"target\": \"office\", \"pipeline\": \"restart\"}"))
                .hasSize(2);
        Instant now = Instant.now();
        send("{\"target\": \"office\", \"target\": \"\u001b[2J<script>\", \"probe\": \"nightly\"}", now);
        send(null, now);
        send("{\"target\": \"office\", \"probe\": \"page\"}", now);
        send("{\"target\": \"\u001b[2J\", \"probe\": \"nightly\"}".replace("\u001b", "\\u001b"), now);
        send("{\"target\": \"office\", \"probe\": \"nightly\", \"pipeline\": \"restart\"}", now);
        send("{\"target\": \"office\", \"probe\": \"nightly\"}", now);

        patiently()
                .until(() -> heartbeats.last("office", "nightly").orElseThrow().toEpochMilli() == now.toEpochMilli());
        List<ConsumerRecord<String, String>> letters = KAFKA.records(dead);
        List<ConsumerRecord<String, String>> fresh = letters.subList(before, letters.size());
        assertThat(fresh).extracting(KafkaProbesTest::reason).allMatch(reason -> reason.matches("[ -~]+"));
        assertThat(fresh)
                .extracting(KafkaProbesTest::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("not strict JSON: Duplicate field 'target'"),
                        reason -> assertThat(reason).contains("the message is empty"),
                        reason -> assertThat(reason).contains("there is no heartbeat 'page' of target 'office'"),
                        reason -> assertThat(reason).contains("there is no heartbeat 'nightly' of target '[2J'"),
                        reason -> assertThat(reason)
                                .contains(
                                        "field 'pipeline' is not known; write {\"target\": \"database\", \"probe\": \"nightly-dump\"}"));
    }

    private static String reason(ConsumerRecord<String, String> letter) {
        return new String(letter.headers().lastHeader("upkeep-reason").value(), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> lag(String brokers, String group, String topics, int timeout) throws Exception {
        return lag(brokers, group, topics, timeout, "");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> lag(String brokers, String group, String topics, int timeout, String file)
            throws Exception {
        Exchange answer = HealthEstate.upkeep()
                .getBean(ProducerTemplate.class)
                .send("probe:lag?timeout=" + timeout, exchange -> {
                    exchange.setVariable("brokers", brokers);
                    exchange.setVariable("group", group);
                    exchange.setVariable("topics", topics);
                    exchange.setVariable("clientProperties", file);
                });
        if (answer.getException() != null) {
            throw answer.getException();
        }
        return new HashMap<String, Object>(answer.getMessage().getBody(Map.class));
    }

    private static KafkaConsumer<String, String> consumer(String group) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                KAFKA.brokers(),
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private static void readAll(KafkaConsumer<String, String> consumer, int messages) {
        int[] read = {0};
        patiently().until(() -> {
            read[0] += consumer.poll(Duration.ofMillis(100)).count();
            return !consumer.assignment().isEmpty() && read[0] >= messages;
        });
        consumer.commitSync();
    }

    private static void send(String topic, int partition, int messages) {
        for (int i = 0; i < messages; i++) {
            send(new ProducerRecord<>(topic, partition, null, "ticket"));
        }
    }

    private static void sendAt(String topic, int partition, Instant written) {
        send(new ProducerRecord<>(topic, partition, written.toEpochMilli(), null, "letter"));
    }

    private static void send(String heartbeat, Instant written) {
        var message = new ProducerRecord<String, String>(HEARTBEATS, 0, written.toEpochMilli(), null, heartbeat);
        message.headers().add("kafka.TIMESTAMP", "9999999999999".getBytes(StandardCharsets.UTF_8));
        send(message);
    }

    private static void send(ProducerRecord<String, String> message) {
        try {
            Producing.PRODUCER.send(message).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("the sandbox's broker took no message", failure);
        }
    }

    private static final class Producing {
        static final KafkaProducer<String, String> PRODUCER = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.brokers()), new StringSerializer(), new StringSerializer());
    }
}
