package io.upkeep.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.sandbox.EndlessServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** A real client before a real server that does not come to an end. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnswerLimitsTest {

    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private EndlessServer server;

    @BeforeEach
    void start() throws IOException {
        server = new EndlessServer();
        server.at("/short", exchange -> {
            clients.add(exchange.getRemoteAddress());
            byte[] body = "all is well".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.at("/none", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.goesOnAt("/endless", 0, 8192, 0);
        server.goesOnAt("/slow", 1_000_000, 1, 20);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static CloseableHttpClient client(AnswerLimits limits) {
        HttpClientBuilder builder = HttpClientBuilder.create();
        limits.set(builder);
        return builder.build();
    }

    private String read(CloseableHttpClient client, String path, int bytes) throws IOException {
        HttpGet get = new HttpGet(server.address() + path);
        return client.execute(get, answer -> {
            try (InputStream body =
                    answer.getEntity() == null ? null : answer.getEntity().getContent()) {
                return body == null ? "" : new String(body.readNBytes(bytes), StandardCharsets.UTF_8);
            }
        });
    }

    private void awaitHungUp() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.hungUp()).hasValue(1));
    }

    @Test
    void what_is_within_them_is_read_whole_and_the_connection_is_used_again() throws IOException {
        try (CloseableHttpClient client = client(new AnswerLimits(11, Duration.ofSeconds(20)))) {
            assertThat(read(client, "/short", 100)).isEqualTo("all is well");
            assertThat(read(client, "/none", 100)).isEmpty();
            assertThat(read(client, "/short", 100)).isEqualTo("all is well");
            assertThat(clients).hasSize(1);
        }
    }

    @Test
    void who_has_had_enough_of_an_endless_answer_need_not_wait_for_its_end() throws IOException {
        try (CloseableHttpClient client = client(AnswerLimits.NONE)) {
            assertThat(read(client, "/endless", 5)).hasSize(5);
            awaitHungUp();
            assertThat(read(client, "/short", 100)).isEqualTo("all is well");
        }
    }

    @Test
    void what_is_too_large_is_told_and_left() throws IOException {
        try (CloseableHttpClient client = client(new AnswerLimits(100_000, Duration.ofSeconds(20)))) {
            assertThatThrownBy(() -> read(client, "/endless", Integer.MAX_VALUE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the answer is larger than 100000 bytes");
            awaitHungUp();
        }
    }

    @Test
    void what_comes_byte_by_byte_is_told_and_left() throws IOException {
        try (CloseableHttpClient client = client(new AnswerLimits(1_000_000, Duration.ofMillis(1200)))) {
            assertThatThrownBy(() -> read(client, "/slow", Integer.MAX_VALUE))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("the answer was not all there after 1 s \\(\\d+ bytes\\)");
            awaitHungUp();
        }
    }
}
