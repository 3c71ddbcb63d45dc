package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.event.OutboxFeed;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * How many events a second the product's own route brings from the outbox to a Kafka broker and marks, with 1,000 and with
 * a million waiting, and while a snapshot is held open that vacuum must wait for. No test: {@code bench/README.md}.
 */
@Tag("bench")
@SpringBootTest(
        classes = UpkeepApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "upkeep.routes.directory=target/outbox-bench/routes",
            "spring.config.location=classpath:/application.yaml"
        })
@DirtiesContext // the database ends before its directory is removed
class OutboxBench {

    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final int KEYS = 10_000;
    private static final int ROUND = 2_000;
    private static final int ROUNDS = 50;
    private static final String ROUTE = "outbox-to-kafka";
    private static final Sandbox SANDBOX =
            Sandbox.start(Path.of("target", "outbox-bench", "sandbox"), EnumSet.of(Part.KAFKA));

    @TempDir
    static Path directory;

    @Autowired
    private CamelContext camel;

    @Autowired
    private OutboxFeed feed;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DataSource database;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws IOException {
        settings.add("upkeep.data-directory", directory::toString);
        settings.add("upkeep.kafka.enabled", () -> "true");
        settings.add("camel.component.kafka.brokers", () -> SANDBOX.kafka().brokers());
        for (String file : List.of("channels/outbox-to-kafka.camel.yaml", "policies/try-again-later.camel.yaml")) {
            Path copy = Path.of("target", "outbox-bench", "routes").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.write(copy, Files.readAllBytes(Path.of("routes").resolve(file)));
        }
    }

    @Test
    void from_the_outbox_to_the_broker() throws Exception {
        assertThat(setting("fsync") + setting("synchronous_commit")).isEqualTo("onon");
        drain(write(100_000)); // warm up
        camel.getRouteController().stopRoute(ROUTE);
        write(FEW);
        double few = searchMillis(FEW);
        long last = write(MANY - FEW);
        double many = searchMillis(ROUND);
        System.out.println(plan());
        double seconds = drain(last);
        double pinned = drainWhilePinned(200_000);
        System.out.printf(
                "BENCH outbox one search: %d waiting %.1f ms, %d waiting %.1f ms for %d; %d events to Kafka: %.0f events/s;"
                        + " with a snapshot held open: %.0f events/s; %s%n",
                FEW, few, MANY, many, ROUND, MANY, MANY / seconds, 200_000 / pinned, Samples.load());
    }

    /** Seconds until the event at this place is marked, which is the last. */
    private double drain(long last) throws Exception {
        camel.getRouteController().stopRoute(ROUTE);
        long started = System.nanoTime();
        camel.getRouteController().startRoute(ROUTE);
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> jdbc.sql("SELECT sent_at IS NOT NULL FROM outbox WHERE id = :last")
                        .param("last", last)
                        .query(Boolean.class)
                        .single());
        return Samples.secondsSince(started);
    }

    private double drainWhilePinned(int events) throws Exception {
        camel.getRouteController().stopRoute(ROUTE);
        try (var reader = database.getConnection();
                var query = reader.createStatement()) {
            reader.setAutoCommit(false);
            query.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            query.execute("SELECT count(*) FROM run");
            return drain(write(events));
        }
    }

    private double searchMillis(int expected) {
        Samples millis = new Samples();
        for (int i = 0; i < ROUNDS; i++) {
            long started = System.nanoTime();
            OutboxFeed.Round round = feed.next(new DefaultExchange(camel), ROUND);
            millis.add(Samples.secondsSince(started) * 1000);
            assertThat(round.messages()).hasSize(expected);
        }
        return millis.median();
    }

    /** Adds events of the size that steps have; answers the place of the last. */
    private long write(int events) {
        jdbc.sql("""
                        INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                        SELECT gen_random_uuid(), 'io.upkeep.step.finished.v1', 'run-' || i % :keys, 'run-' || i % :keys,
                            1 + i / :keys, now(), jsonb_build_object('run', gen_random_uuid(), 'pipeline', 'five-steps',
                            'state', 'RUNNING', 'requestedBy', 'person:ada', 'step', 'one', 'iteration', '',
                            'phase', 'FORWARD', 'outcome', 'FINISHED')
                        FROM generate_series(0, :events - 1) AS i
                        """).param("keys", KEYS).param("events", events).update();
        return jdbc.sql("SELECT max(id) FROM outbox").query(Long.class).single();
    }

    private String plan() {
        return String.join("\n", jdbc.sql("""
                                EXPLAIN (ANALYZE, BUFFERS) SELECT id, event_id, type, subject, key, sequence, time,
                                    data::text AS data
                                FROM outbox WHERE sent_at IS NULL AND id >= 0 ORDER BY id LIMIT 2000
                                """).query(String.class).list());
    }

    private String setting(String name) {
        return jdbc.sql("SELECT current_setting(:name)")
                .param("name", name)
                .query(String.class)
                .single();
    }
}
