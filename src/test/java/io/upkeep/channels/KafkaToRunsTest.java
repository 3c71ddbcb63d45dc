package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.fault.FaultScale;
import io.upkeep.run.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class KafkaToRunsTest extends ChannelsFixture {

    @Autowired
    JdbcClient jdbc;

    @Test
    void a_request_sent_twice_starts_one_run_and_a_hostile_one_between_goes_to_the_dead_letters() {
        send("k1", request("twice"));
        send("k1", "{\"id\":\"x\",\"pipeline\":\"greet\",\"pipeline\":\"\u001b[2J<script>\"}");
        send("k1", null);
        send("k1", "{\"id\":\"y\",\"pipeline\":\"no-such\"}");
        send("k1", request("twice"));
        send("k1", request("last"));

        await().atMost(SOON).until(() -> requestedBy("kafka:ada last").size() == 1);
        assertThat(requestedBy("kafka:ada twice")).hasSize(1);

        List<ConsumerRecord<String, String>> dead = deadLetters("k1");
        assertThat(dead).hasSize(3).allSatisfy(letter -> {
            assertThat(header(letter, "upkeep-source-topic")).isEqualTo("maintenance.requests");
            assertThat(header(letter, "upkeep-source-offset")).matches("\\d+");
            assertThat(letter.headers().lastHeader("kafka.OVERRIDE_TOPIC")).isNull();
        });
        assertThat(dead.get(0).value()).contains("\u001b[2J<script>");
        assertThat(header(dead.get(0), "upkeep-reason")).contains("Duplicate").matches("[ -~]+");
        assertThat(dead.get(1).value()).isNull();
        assertThat(header(dead.get(2), "upkeep-reason")).contains("no pipeline is called 'no-such'");
    }

    @Test
    void an_id_that_comes_again_for_something_else_goes_to_the_dead_letters() {
        send("k4", request("first"));
        send("k4", request("first").replace("{\"name\":\"ada\"}", "{\"name\":\"bob\"}"));

        await().atMost(SOON)
                .until(() -> deadLetters("k4").stream()
                        .map(letter -> header(letter, "upkeep-reason"))
                        .anyMatch(reason -> reason.contains("of greet, with another 'name', and nothing was started")));
        assertThat(requestedBy("kafka:ada first")).hasSize(1);
    }

    @Test
    void a_database_that_is_down_keeps_the_request_waiting_and_loses_nothing() {
        int before = SANDBOX.kafka().records("maintenance.requests.dead").size();
        SANDBOX.breakPart("database", "refusing");
        send("k2", request("patient"));
        await().during(java.time.Duration.ofSeconds(2)).atMost(SOON).until(() -> true);
        assertThat(SANDBOX.part("database").state()).as("the fault happened").isEqualTo("refusing");
        SANDBOX.heal("database");

        await().atMost(SOON).until(() -> requestedBy("kafka:ada patient").size() == 1);
        assertThat(SANDBOX.kafka().records("maintenance.requests.dead")).hasSize(before);
    }

    @Test
    @Tag("fault")
    void requests_that_arrive_shuffled_repeated_and_replayed_start_one_run_for_each_id() {
        int ids = FaultScale.of(100, 2_000);
        List<Integer> messages = new ArrayList<>();
        IntStream.range(0, 4 * ids).forEach(n -> messages.add(n % ids));
        Collections.shuffle(messages, new Random(3));
        IntStream.range(0, ids).forEach(messages::add); // and all of them once more, as when offsets are reset
        int dead = SANDBOX.kafka().records("maintenance.requests.dead").size();

        sendAll(messages.stream().map(n -> request("shuffled-" + n)).toList());
        send("k3", request("after-the-shuffled"));

        await().atMost(Duration.ofMinutes(10))
                .until(() -> requestedBy("kafka:ada after-the-shuffled").size() == 1);
        await().atMost(SOON)
                .until(() -> SANDBOX.kafka().records("maintenance.requests").size() >= 5 * ids);
        assertThat(jdbc.sql("SELECT count(*) || ' ' || count(DISTINCT request_id) FROM run"
                                + " WHERE requested_by LIKE 'kafka:ada shuffled-%'")
                        .query(String.class)
                        .single())
                .isEqualTo(ids + " " + ids);
        assertThat(SANDBOX.kafka().records("maintenance.requests.dead")).hasSize(dead);
        await().atMost(Duration.ofMinutes(10)) // they stand in one queue, which the other tests shall find empty
                .until(() -> jdbc.sql("SELECT count(*) FROM run WHERE finished_at IS NULL")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private static List<ConsumerRecord<String, String>> deadLetters(String key) {
        return SANDBOX.kafka().records("maintenance.requests.dead").stream()
                .filter(letter -> key.equals(letter.key()))
                .toList();
    }

    private static void sendAll(List<String> values) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", SANDBOX.kafka().brokers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = values.stream()
                    .map(value -> producer.send(new ProducerRecord<>("maintenance.requests", "k3", value)))
                    .toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Run> requestedBy(String who) {
        return journal.newest("greet", 200).stream()
                .filter(run -> run.requestedBy().equals(who))
                .toList();
    }

    private static String request(String id) {
        return "{\"id\":\"%1$s\",\"pipeline\":\"greet\",\"parameters\":{\"name\":\"ada\"},\"requestedBy\":\"ada %1$s\"}"
                .formatted(id);
    }

    private static void send(String key, String value) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", SANDBOX.kafka().brokers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var message = new ProducerRecord<>("maintenance.requests", key, value);
            message.headers().add("kafka.OVERRIDE_TOPIC", "elsewhere".getBytes(StandardCharsets.UTF_8));
            message.headers().add("CamelKafkaTopic", "elsewhere".getBytes(StandardCharsets.UTF_8));
            producer.send(message).get();
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
