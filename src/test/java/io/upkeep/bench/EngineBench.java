package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.UpkeepApplication;
import io.upkeep.pipeline.Runs;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
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

    private static final int WARM_UP = 50;
    private static final int ROUNDS = 9;
    private static final int JOURNALLED = 1_000_000;

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

    private final ExecutorService threads = Executors.newFixedThreadPool(EngineLoad.SUBMITTERS);

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

    @BeforeEach
    void prepare() {
        assertThat(setting("fsync") + setting("synchronous_commit")).isEqualTo("onon");
        jdbc.sql(
                        "CREATE TABLE IF NOT EXISTS floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL)")
                .update();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void five_steps_that_do_nothing_with_8_submitters() throws Exception {
        System.out.printf("BENCH engine: %s; %s%n", measured(), Samples.load());
    }

    @Test
    void with_a_million_runs_in_the_journal() throws Exception {
        String few = measured();
        fill();
        String many = measured();
        System.out.printf("BENCH engine journal small: %s%n", few);
        System.out.printf("BENCH engine journal of %d runs: %s; %s%n", JOURNALLED, many, Samples.load());
    }

    @Test
    void on_3_nodes() throws Exception {
        String one = measured();
        try (ConfigurableApplicationContext second = node("second");
                ConfigurableApplicationContext third = node("third")) {
            assertThat(second.isRunning() && third.isRunning()).isTrue();
            String three = measured();
            System.out.printf("BENCH engine 1 node: %s%n", one);
            System.out.printf(
                    "BENCH engine 3 nodes: %s; runs of each %s; %s%n", three, finished.startsOfNodes(), Samples.load());
        }
    }

    /** Runs and their floor by turns, so that a busy moment, or a slow hour of the machine, is in both. */
    private String measured() throws Exception {
        EngineLoad load = new EngineLoad(runs, finished, jdbc);
        CommitFloor floor = new CommitFloor(database, commitsOfARun(load));
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            load.round(threads, round >= 0);
            floor.round(threads, round >= 0);
        }
        return load.figures() + "; " + floor.figures();
    }

    /** Another node in this JVM: its own Camel, scheduler and connections. */
    private ConfigurableApplicationContext node(String name) throws Exception {
        String url;
        try (var connection = database.getConnection()) {
            url = connection.getMetaData().getURL();
        }
        return new SpringApplicationBuilder(UpkeepApplication.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(
                                "finished", Finished.Elsewhere.class, () -> new Finished.Elsewhere(finished, name)))
                .run(
                        "--spring.config.location=classpath:/application.yaml",
                        "--upkeep.routes.directory=src/test/resources/bench",
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=postgres",
                        "--upkeep.engine.node=" + name);
    }

    /** Finished runs of the last 90 days, with their steps and events, as the engine would have left them. */
    private void fill() {
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, started_at, finished_at, epoch,
                            sequence)
                        SELECT gen_random_uuid(), 'five-steps', 'SUCCEEDED', '{}', 'bench', now() - n * interval '7 seconds',
                            now() - n * interval '7 seconds', now() - n * interval '7 seconds', 1, 13
                        FROM generate_series(1, :count) AS n
                        """).param("count", JOURNALLED).update();
        jdbc.sql("""
                        INSERT INTO step (run_id, phase, path, position, state, attempt, started_at, finished_at, checkpoint)
                        SELECT id, 'RUN', path, 1, 'FINISHED', 1, requested_at, requested_at,
                            '{"body":null,"variables":{"last":"five"}}'
                        FROM run, unnest(ARRAY['one', 'two', 'three', 'four', 'five']) AS path WHERE requested_by = 'bench'
                        ON CONFLICT DO NOTHING
                        """).update();
        jdbc.sql("ANALYZE run, step").update();
        assertThat(jdbc.sql("SELECT count(*) FROM run").query(Integer.class).single())
                .isGreaterThan(JOURNALLED);
    }

    /** Transactions that wrote; those that only read get no number from PostgreSQL. */
    private int commitsOfARun(EngineLoad load) throws Exception {
        long before = transactionNumber();
        load.submit(EngineLoad.ONE_BY_ONE, new Samples(), new Samples());
        return Math.round((transactionNumber() - before - 1) / (float) EngineLoad.ONE_BY_ONE);
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
