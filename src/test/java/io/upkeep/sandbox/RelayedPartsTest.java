package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RelayedPartsTest {

    private final Sandbox sandbox = Sandbox.shared();

    @AfterEach
    void heal() {
        sandbox.healAll();
    }

    @Test
    void the_estates_database_holds_a_realistic_schema_and_checks_passwords() throws SQLException {
        try (Connection connection = estate(PostgresPart.ESTATE_PASSWORD);
                var rows = connection.createStatement().executeQuery("select count(*) from queue_length")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(3);
        }
        assertThatThrownBy(() -> estate("wrong")).hasMessageContaining("password authentication failed");
    }

    @Test
    void a_refusing_database_drops_connections_and_heals() throws SQLException {
        try (Connection connection = estate(PostgresPart.ESTATE_PASSWORD)) {
            sandbox.breakPart("database", Relay.REFUSING);
            assertThat(connection.isValid(1)).isFalse();
            assertThatThrownBy(() -> estate(PostgresPart.ESTATE_PASSWORD)).isInstanceOf(SQLException.class);
        }
        sandbox.heal("database");
        estate(PostgresPart.ESTATE_PASSWORD).close();
    }

    @Test
    void a_hanging_database_answers_nothing_until_it_is_healed() throws SQLException {
        sandbox.breakPart("database", Relay.HANGING);
        assertThatThrownBy(() -> estate(PostgresPart.ESTATE_PASSWORD))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("timed out");

        sandbox.heal("database");
        estate(PostgresPart.ESTATE_PASSWORD).close();
    }

    @Test
    void kafka_takes_records_refuses_them_when_broken_and_again_takes_them() throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                sandbox.kafka().brokers(),
                "delivery.timeout.ms",
                4000,
                "request.timeout.ms",
                3900,
                "linger.ms",
                0,
                "max.block.ms",
                4000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(record("first")).get(9, TimeUnit.SECONDS);
            sandbox.breakPart("kafka", Relay.REFUSING);
            assertThatThrownBy(() -> producer.send(record("lost")).get()).isInstanceOf(ExecutionException.class);
        }
        sandbox.heal("kafka");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(record("second")).get(9, TimeUnit.SECONDS);
        }
        assertThat(sandbox.kafka().records("maintenance.requests.dead"))
                .extracting(org.apache.kafka.clients.consumer.ConsumerRecord::value)
                .containsSubsequence("first", "second")
                .doesNotContain("lost");
    }

    @Test
    void redis_answers_is_unreachable_when_broken_and_keeps_its_content() {
        int port = sandbox.redis().relay().port();
        try (Jedis redis = new Jedis(Ports.HOST, port, 1000)) {
            redis.set("relay-test", "kept");
            sandbox.breakPart("redis", Relay.REFUSING);
            assertThatThrownBy(redis::ping).isInstanceOf(JedisConnectionException.class);
        }
        sandbox.heal("redis");
        try (Jedis redis = new Jedis(Ports.HOST, port, 1000)) {
            assertThat(redis.get("relay-test")).isEqualTo("kept");
        }
    }

    private static ProducerRecord<String, String> record(String value) {
        return new ProducerRecord<>("maintenance.requests.dead", "key", value);
    }

    private Connection estate(String password) throws SQLException {
        String url = sandbox.postgres().estateUrl() + "?loginTimeout=2&socketTimeout=2&connectTimeout=2";
        return DriverManager.getConnection(url, PostgresPart.ESTATE_USER, password);
    }
}
