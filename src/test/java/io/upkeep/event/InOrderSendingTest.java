package io.upkeep.event;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.upkeep.sandbox.KafkaPart;
import io.upkeep.sandbox.MigratedDatabase;
import io.upkeep.sandbox.Sandbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What keeps events in order, on a real broker and a real database, without a route around it. */
class InOrderSendingTest {

    private static final KafkaPart KAFKA = Sandbox.shared().kafka();

    @Test
    void nothing_is_delivered_behind_an_event_that_the_broker_refuses() throws Exception {
        topic("refuses-large", Map.of("max.message.bytes", "20000"));
        Map<String, Object> impatient = Map.of("request.timeout.ms", 2000, "delivery.timeout.ms", 4000, "linger.ms", 0);
        try (InOrderProducer<String, String> producer = producer(impatient)) {
            List<Future<RecordMetadata>> acks = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 1; i <= 2000; i++) {
                            acks.add(producer.send(
                                    event("refuses-large", "key", i == 500 ? "x".repeat(30_000) : "" + i)));
                        }
                        for (Future<RecordMetadata> ack : acks) {
                            ack.get();
                        }
                    })
                    .as("the fault happened")
                    .isNotNull();
        }

        List<String> arrived = values("refuses-large", "key");
        assertThat(arrived)
                .as("a beginning without a hole")
                .isEqualTo(IntStream.rangeClosed(1, arrived.size())
                        .mapToObj(i -> "" + i)
                        .toList());
        assertThat(arrived).hasSizeLessThan(500);
    }

    @Test
    void one_send_is_refused_after_a_failure_so_that_no_round_goes_on_behind_it() throws Exception {
        topic("goes-on", Map.of());
        try (InOrderProducer<String, String> producer = producer(Map.of("max.request.size", "10000"))) {
            Future<RecordMetadata> tooLarge = producer.send(event("goes-on", "key", "x".repeat(20_000)));
            assertThatThrownBy(tooLarge::get).hasMessageContaining("RecordTooLarge");

            assertThatThrownBy(() -> producer.send(event("goes-on", "key", "behind it")))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("earlier event");
            producer.send(event("goes-on", "key", "in the next round")).get();
        }
        assertThat(values("goes-on", "key")).containsExactly("in the next round");
    }

    @Test
    void two_senders_at_once_repeat_events_but_neither_lose_nor_reorder_them() throws Exception {
        topic("two-senders", Map.of());
        JdbcClient jdbc = JdbcClient.create(MigratedDatabase.create("two_senders"));
        jdbc.sql("""
                        INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                        SELECT gen_random_uuid(), 't', 'k' || i % 20, 'k' || i % 20, 1 + i / 20, now(), '{}'
                        FROM generate_series(0, 9999) AS i
                        """).update();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> senders =
                    List.of(threads.submit(() -> drain(jdbc, 317)), threads.submit(() -> drain(jdbc, 500)));
            int sent = senders.get(0).get() + senders.get(1).get();
            assertThat(sent).as("both sent the same events").isGreaterThan(10_000);
        } finally {
            threads.shutdownNow();
        }
        Map<String, List<String>> arrived = KAFKA.records("two-senders").stream()
                .collect(groupingBy(ConsumerRecord::key, mapping(ConsumerRecord::value, toList())));
        assertThat(arrived).hasSize(20);
        for (List<String> values : arrived.values()) {
            assertThat(new LinkedHashSet<>(values))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 500).mapToObj(i -> "" + i).toList());
        }
    }

    @Test
    void an_event_that_commits_late_is_sent_though_later_places_were_sent_before_it() throws Exception {
        HikariDataSource database = MigratedDatabase.create("late_commit");
        JdbcClient jdbc = JdbcClient.create(database);
        JdbcSendQueue queue = new JdbcSendQueue(jdbc, Clock.systemUTC());
        try (var late = database.getConnection();
                var insert = late.createStatement()) {
            late.setAutoCommit(false);
            insert.executeUpdate(one("late"));
            for (int i = 0; i < 10; i++) {
                jdbc.sql(one("early")).update();
                queue.markSent(queue.oldest(100));
            }
            assertThat(queue.oldest(100)).as("not committed yet").isEmpty();
            late.commit();
        }
        assertThat(queue.oldest(100)).extracting(Outgoing::key).containsExactly("late");
    }

    private static String one(String key) {
        return """
                INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                VALUES (gen_random_uuid(), 't', '%1$s', '%1$s', 1, now(), '{}')
                """.formatted(key);
    }

    /** Sends until nothing waits, as the route does, but without asking whose turn it is. */
    private static int drain(JdbcClient jdbc, int limit) throws Exception {
        JdbcSendQueue queue = new JdbcSendQueue(jdbc, Clock.systemUTC());
        int sent = 0;
        try (InOrderProducer<String, String> producer = producer(Map.of())) {
            for (List<Outgoing> round = queue.oldest(limit); !round.isEmpty(); round = queue.oldest(limit)) {
                List<Future<RecordMetadata>> acks = new ArrayList<>();
                for (Outgoing event : round) {
                    acks.add(producer.send(event("two-senders", event.key(), "" + event.sequence())));
                }
                for (Future<RecordMetadata> ack : acks) {
                    ack.get();
                }
                queue.markSent(round);
                sent += round.size();
            }
        }
        return sent;
    }

    private static ProducerRecord<String, String> event(String topic, String key, String value) {
        return new ProducerRecord<>(topic, key, value);
    }

    private static InOrderProducer<String, String> producer(Map<String, Object> settings) {
        Map<String, Object> all =
                new HashMap<>(Map.of("bootstrap.servers", KAFKA.brokers(), "enable.idempotence", true, "acks", "all"));
        all.putAll(settings);
        return new InOrderProducer<>(() -> new KafkaProducer<>(all, new StringSerializer(), new StringSerializer()));
    }

    private static List<String> values(String topic, String key) {
        return KAFKA.records(topic).stream()
                .filter(record -> record.key().equals(key))
                .map(ConsumerRecord::value)
                .toList();
    }

    private static void topic(String name, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            admin.createTopics(List.of(new NewTopic(name, 3, (short) 1).configs(settings)))
                    .all()
                    .get();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> admin.listTopics().names().get().contains(name));
        }
    }
}
