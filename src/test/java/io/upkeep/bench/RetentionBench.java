package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What it costs those who write events when a million old ones are deleted: in batches of 2,000, one after the other
 * without a pause, beside dropping a partition. No test: {@code bench/README.md} says how to run it.
 */
@Tag("bench")
class RetentionBench {

    private static final int OLD = 1_000_000;
    private static final int BATCH = 2_000;
    private static final int QUIET = 5_000;
    private static final String COLUMNS = """
            event_id uuid NOT NULL, type text NOT NULL, subject text NOT NULL, key text NOT NULL, sequence bigint NOT NULL,
            time timestamptz NOT NULL, data jsonb NOT NULL, sent_at timestamptz
            """;

    @Test
    void a_million_old_events() throws Exception {
        try (EmbeddedPostgres postgres = durable();
                Connection work = postgres.getPostgresDatabase().getConnection();
                Connection writer = postgres.getPostgresDatabase().getConnection()) {
            assertThat(setting(work, "fsync") + setting(work, "synchronous_commit"))
                    .isEqualTo("onon");
            Samples quiet = new Samples();
            Samples deleting = new Samples();
            plain(work);
            insert(writer, "plain", quiet, QUIET);
            Samples batches = new Samples();
            double seconds = beside(writer, "plain", deleting, () -> batches(work, batches));
            Samples quietParts = new Samples();
            Samples dropping = new Samples();
            partitioned(work);
            insert(writer, "parts", quietParts, QUIET);
            double drop = beside(writer, "parts", dropping, () -> run(work, "DROP TABLE parts_old"));
            System.out.printf(
                    "BENCH retention %d rows in batches of %d: %.1f s, a batch p50=%.1f ms p99=%.1f ms; insert p50/p99"
                            + " quiet %.2f/%.2f ms, meanwhile %.2f/%.2f ms; partition: drop %.0f ms, insert quiet %.2f/%.2f ms,"
                            + " meanwhile max %.1f ms; %s%n",
                    OLD,
                    BATCH,
                    seconds,
                    batches.median(),
                    batches.percentile(99),
                    quiet.median(),
                    quiet.percentile(99),
                    deleting.median(),
                    deleting.percentile(99),
                    drop * 1000,
                    quietParts.median(),
                    quietParts.percentile(99),
                    dropping.percentile(100),
                    Samples.load());
        }
    }

    private static EmbeddedPostgres durable() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    private static void plain(Connection work) throws SQLException {
        run(work, "CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, " + COLUMNS + ")");
        run(work, "CREATE INDEX plain_waiting ON plain (id) WHERE sent_at IS NULL");
        fill(work, "plain");
    }

    private static void partitioned(Connection work) throws SQLException {
        run(work, "CREATE SEQUENCE parts_id");
        run(
                work,
                "CREATE TABLE parts (id bigint NOT NULL DEFAULT nextval('parts_id'), " + COLUMNS
                        + ", PRIMARY KEY (id, time)) PARTITION BY RANGE (time)");
        run(work, "CREATE TABLE parts_old PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2026-01-02')");
        for (int day = 2; day <= 9; day++) {
            run(
                    work,
                    "CREATE TABLE parts_%d PARTITION OF parts FOR VALUES FROM ('2026-01-0%d') TO ('2026-01-%02d')"
                            .formatted(day, day, day + 1));
        }
        run(work, "CREATE INDEX parts_waiting ON parts (id) WHERE sent_at IS NULL");
        fill(work, "parts");
    }

    private static void fill(Connection work, String table) throws SQLException {
        run(work, """
                INSERT INTO %s (event_id, type, subject, key, sequence, time, data, sent_at)
                SELECT gen_random_uuid(), 'io.upkeep.step.finished.v1', 'run', 'run', i, '2026-01-01',
                    jsonb_build_object('run', gen_random_uuid(), 'pipeline', 'five-steps', 'state', 'RUNNING'), '2026-01-01'
                FROM generate_series(1, %d) AS i
                """.formatted(table, OLD));
        run(work, "VACUUM ANALYZE " + table);
    }

    private static void batches(Connection work, Samples millis) throws SQLException {
        int deleted = 1;
        while (deleted > 0) {
            long started = System.nanoTime();
            try (var statement = work.createStatement()) {
                deleted = statement.executeUpdate("""
                        WITH oldest AS (SELECT id, sent_at FROM plain ORDER BY id LIMIT %d FOR UPDATE SKIP LOCKED)
                        DELETE FROM plain WHERE id IN (SELECT id FROM oldest WHERE sent_at < '2026-01-02')
                        """.formatted(BATCH));
            }
            millis.add(Samples.secondsSince(started) * 1000);
        }
    }

    /** Seconds the work takes while another connection inserts one row after the other. */
    private static double beside(Connection writer, String table, Samples millis, Work work) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> inserts = thread.submit(() -> {
                while (!isOver.get()) {
                    insert(writer, table, millis, 10);
                }
                return null;
            });
            long started = System.nanoTime();
            work.run();
            double seconds = Samples.secondsSince(started);
            isOver.set(true);
            inserts.get();
            return seconds;
        } finally {
            thread.shutdownNow();
        }
    }

    private static void insert(Connection writer, String table, Samples millis, int rows) throws SQLException {
        try (var insert = writer.prepareStatement("""
                INSERT INTO %s (event_id, type, subject, key, sequence, time, data)
                VALUES (gen_random_uuid(), 't', 's', 'k', 1, '2026-01-09', '{"state": "RUNNING"}')
                """.formatted(table))) {
            for (int i = 0; i < rows; i++) {
                long started = System.nanoTime();
                insert.executeUpdate();
                millis.add(Samples.secondsSince(started) * 1000);
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Work on the database. */
    private interface Work {
        void run() throws SQLException;
    }
}
