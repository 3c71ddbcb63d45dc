package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.UpkeepApplication;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.RunRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * How many runs of five steps that do nothing the engine brings from request to SUCCEEDED, on the database it starts by
 * itself, beside the same number of durable commits by plain JDBC. No test: {@code bench/README.md} says how to run it.
 */
@Tag("bench")
@SpringBootTest(
        classes = UpkeepApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "upkeep.routes.directory=src/test/resources/bench",
            "spring.config.location=classpath:/application.yaml"
        })
@Import(EngineBench.Parts.class)
@DirtiesContext // the database ends before its directory is removed
class EngineBench {

    private static final int SUBMITTERS = 8;
    private static final int RUNS_EACH = 50;
    private static final int ONE_BY_ONE = 100;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 5;

    @TempDir
    static Path directory;

    @Autowired
    private Runs runs;

    @Autowired
    private Finished finished;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DataSource database;

    private final Samples runsPerSecond = new Samples();
    private final Samples cpuPerRun = new Samples();
    private final Samples databaseCpuPerRun = new Samples();
    private final Samples median = new Samples();
    private final Samples p99 = new Samples();
    private final Samples medianAlone = new Samples();
    private final Samples floorPerSecond = new Samples();
    private final Samples floorAlone = new Samples();

    @TestConfiguration
    static class Parts {
        @Bean
        Finished finished() {
            return new Finished();
        }
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("upkeep.data-directory", directory::toString);
    }

    @Test
    void five_steps_that_do_nothing_with_8_submitters() throws Exception {
        assertThat(setting("fsync") + setting("synchronous_commit")).isEqualTo("onon");
        jdbc.sql("CREATE TABLE floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL)")
                .update();
        ExecutorService threads = Executors.newFixedThreadPool(SUBMITTERS);
        try {
            int commits = Math.round(commitsOf(() -> submit(ONE_BY_ONE, new Samples())) / (float) ONE_BY_ONE);
            // interleaved, so that a busy moment of the machine hits both
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                engine(threads, round >= 0);
                floor(threads, commits, round >= 0);
            }
            System.out.printf(
                    "BENCH engine commits per run=%d, 8 submitters: %.0f runs/s p50=%.1f ms p99=%.1f ms, cpu per run %.2f ms and %.2f ms of the database, floor %.0f runs/s;"
                            + " one by one: p50=%.1f ms, floor p50=%.1f ms; %s%n",
                    commits,
                    runsPerSecond.median(),
                    median.median(),
                    p99.median(),
                    cpuPerRun.median(),
                    databaseCpuPerRun.median(),
                    floorPerSecond.median(),
                    medianAlone.median(),
                    floorAlone.median(),
                    Samples.load());
        } finally {
            threads.shutdownNow();
        }
    }

    private void engine(ExecutorService threads, boolean counts) throws Exception {
        Samples together = new Samples();
        CpuTime before = CpuTime.now(jdbc);
        double seconds = all(threads, () -> submit(RUNS_EACH, together));
        double cpu = before.jvmSince() / (SUBMITTERS * RUNS_EACH);
        double databaseCpu = before.databaseSince() / (SUBMITTERS * RUNS_EACH);
        Samples alone = new Samples();
        submit(ONE_BY_ONE, alone);
        if (counts) {
            runsPerSecond.add(SUBMITTERS * RUNS_EACH / seconds);
            cpuPerRun.add(cpu);
            databaseCpuPerRun.add(databaseCpu);
            median.add(together.median());
            p99.add(together.percentile(99));
            medianAlone.add(alone.median());
        }
    }

    private void floor(ExecutorService threads, int commits, boolean counts) throws Exception {
        double seconds = all(threads, () -> commit(RUNS_EACH, commits, new Samples()));
        Samples alone = new Samples();
        commit(ONE_BY_ONE, commits, alone);
        if (counts) {
            floorPerSecond.add(SUBMITTERS * RUNS_EACH / seconds);
            floorAlone.add(alone.median());
        }
    }

    private static double all(ExecutorService threads, Callable<Void> work) throws Exception {
        long started = System.nanoTime();
        List<Future<Void>> submitted = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            submitted.add(threads.submit(work));
        }
        for (Future<Void> one : submitted) {
            one.get();
        }
        return Samples.secondsSince(started);
    }

    /** Asks for runs one after the other, each when the last one has succeeded. */
    private Void submit(int count, Samples millis) throws Exception {
        for (int i = 0; i < count; i++) {
            long started = System.nanoTime();
            finished.awaitSuccess(runs.request(new RunRequest("five-steps", Map.of(), "bench", null))
                    .id());
            millis.add(Samples.secondsSince(started) * 1000);
        }
        return null;
    }

    /** What one run costs the database at least: as many transactions, each with one short row. */
    private Void commit(int count, int commits, Samples millis) throws Exception {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("INSERT INTO floor (text) VALUES (?)")) {
            for (int i = 0; i < count; i++) {
                long started = System.nanoTime();
                for (int commit = 0; commit < commits; commit++) {
                    insert.setString(1, "a short row");
                    insert.executeUpdate();
                }
                millis.add(Samples.secondsSince(started) * 1000);
            }
        }
        return null;
    }

    /** Transactions that wrote; those that only read get no number from PostgreSQL. */
    private long commitsOf(Callable<Void> work) throws Exception {
        long before = transactionNumber();
        work.call();
        return transactionNumber() - before - 1;
    }

    private long transactionNumber() {
        return jdbc.sql("SELECT pg_current_xact_id()::text::bigint")
                .query(Long.class)
                .single();
    }

    private String setting(String name) {
        return jdbc.sql("SELECT current_setting(:name)")
                .param("name", name)
                .query(String.class)
                .single();
    }
}
