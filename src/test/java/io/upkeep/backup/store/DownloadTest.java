package io.upkeep.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.sandbox.EndlessServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The SDK's client before a store whose object has a terabyte. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DownloadTest {

    private static final byte[] SMALL = "an archive".getBytes(StandardCharsets.UTF_8);

    private EndlessServer server;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        server = new EndlessServer();
        server.goesOnAt("/backups/large", 1L << 40, 8192, 0);
        server.at("/backups/small", exchange -> {
            exchange.sendResponseHeaders(200, SMALL.length);
            exchange.getResponseBody().write(SMALL);
            exchange.close();
        });
        client = S3Client.builder()
                .endpointOverride(URI.create(server.address()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private S3Store store() {
        StoreSettings settings = new StoreSettings(new Transfer(4, null, null), null);
        return new S3Store(() -> client, "backups", settings, Clock.systemUTC(), Map.of());
    }

    @Test
    void an_archive_that_is_left_before_its_end_is_not_read_on() throws IOException {
        try (InputStream large = store().fetch("large")) {
            assertThat(large.readNBytes(100)).hasSize(100);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.hungUp()).hasValue(1));
    }

    @Test
    void one_that_is_read_to_its_end_comes_whole() throws IOException {
        try (InputStream small = store().fetch("small")) {
            assertThat(small.readAllBytes()).isEqualTo(SMALL);
        }
    }
}
