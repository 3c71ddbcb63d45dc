package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.Run;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaToRunsTest extends ChannelsFixture {

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

        List<ConsumerRecord<String, String>> dead = SANDBOX.kafka().records("maintenance.requests.dead");
        assertThat(dead).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.key()).isEqualTo("k1");
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
