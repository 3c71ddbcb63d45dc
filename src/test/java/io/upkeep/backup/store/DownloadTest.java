package io.upkeep.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger hungUp = new AtomicInteger();
    private HttpServer server;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/backups/large", exchange -> {
            exchange.sendResponseHeaders(200, 1L << 40);
            byte[] part = new byte[8192];
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    exchange.getResponseBody().write(part);
                }
            } catch (IOException gone) {
                hungUp.incrementAndGet();
            }
        });
        server.createContext("/backups/small", exchange -> {
            exchange.sendResponseHeaders(200, SMALL.length);
            exchange.getResponseBody().write(SMALL);
            exchange.close();
        });
        server.start();
        client = S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private S3Store store() {
        StoreSettings settings = new StoreSettings(new Transfer(4, null, null), null);
        return new S3Store(() -> client, "backups", settings, Clock.systemUTC());
    }

    @Test
    void an_archive_that_is_left_before_its_end_is_not_read_on() throws IOException {
        try (InputStream large = store().fetch("large")) {
            assertThat(large.readNBytes(100)).hasSize(100);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hungUp).hasValue(1));
    }

    @Test
    void one_that_is_read_to_its_end_comes_whole() throws IOException {
        try (InputStream small = store().fetch("small")) {
            assertThat(small.readAllBytes()).isEqualTo(SMALL);
        }
    }
}
