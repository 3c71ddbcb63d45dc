package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.event.Outbox;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.OwnDatabase;
import io.upkeep.window.Occurrence;
import io.upkeep.window.Proposal;
import io.upkeep.window.WindowBook;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Upkeep on small routes and a real database, shared by the tests of the engine. */
@SpringBootTest(
        classes = UpkeepApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "upkeep.routes.directory=src/test/resources/engine",
            "spring.config.location=classpath:/application.yaml",
            "upkeep.windows.emergency.zone=Europe/Berlin",
            "upkeep.targets.shared.kind=service",
            "upkeep.targets.shared.address=http://127.0.0.1:1",
            "upkeep.targets.other.kind=service",
            "upkeep.targets.other.address=http://127.0.0.1:2",
            "upkeep.people.ada.roles=operations-lead",
            "upkeep.people.bob.roles=technical-lead,operations-lead",
            "upkeep.people.carol.roles=technical-lead"
        })
@Import(EngineFixture.Parts.class)
abstract class EngineFixture {

    private static final EmbeddedPostgres DATABASE = start();

    @Autowired
    Runs runs;

    @Autowired
    PipelineCatalog catalog;

    @Autowired
    RunJournal journal;

    @Autowired
    Outbox outbox;

    @Autowired
    Witness witness;

    @Autowired
    Dispatcher dispatcher;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WindowBook windows;

    @Autowired
    Clock clock;

    @TestConfiguration
    static class Parts {
        @Bean
        Witness witness() {
            return new Witness();
        }

        /** Written in Java, because the check of route files refuses it: the engine must not rely on that alone. */
        @Bean
        RouteBuilder calledTwice() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("maintenance:called-twice").to("direct:shared").to("direct:shared");
                }
            };
        }
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", () -> OwnDatabase.of(DATABASE));
        settings.add("spring.datasource.username", () -> "postgres");
    }

    @AfterEach
    void heal() {
        witness.letGo();
    }

    /** Opens an emergency window, agreed by two people. */
    Occurrence open(Duration howLong) {
        Instant now = clock.instant();
        Occurrence asked = windows.propose(
                new Proposal(
                        "emergency",
                        now.plusSeconds(60).toString(),
                        now.plus(howLong).toString(),
                        "a disk is failing",
                        List.of(),
                        ""),
                "person:ada");
        windows.approve(asked.id(), "person:bob");
        return windows.start(asked.id(), "person:bob");
    }

    Run inState(RunState state) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, owner)
                        VALUES (:id, 'five-steps', :state, '{}', 'test', now(), 'nobody')
                        """).param("id", id).param("state", state.name()).update();
        return journal.find(id).orElseThrow();
    }

    Run request(String pipeline, Map<String, String> parameters) {
        return runs.request(new RunRequest(pipeline, parameters, "person:ada", null));
    }

    Run atRest(Run run) {
        try {
            return await().atMost(Duration.ofSeconds(15))
                    .until(
                            () -> journal.find(run.id()).orElseThrow(),
                            now -> now.state().isAtRest());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + "; " + story(run), late);
        }
    }

    /** Waits until a step is executed, and tells what became of the run when that takes too long. */
    void seen(Run run, String step) {
        try {
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> witness.of(run.id()).contains(step));
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + "; " + story(run), late);
        }
    }

    /** That a cancel by ada found the step {@code change} cut off, and that the next one is obeyed. */
    void asksBeforeItIsCancelled(Run asking) {
        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason())
                .contains("cancelled by ada", "step 'change' was cut off", "UNKNOWN", "cancel again");
        assertThat(witness.of(asking.id())).isEmpty();
        assertThat(runs.cancel(asking.id(), "ada").state()).isEqualTo(RunState.CANCELLED);
    }

    private String story(Run run) {
        return "the run: %s; its place in the queue: %s; asked: %s; answers: %s; events: %s; nodes: %s"
                .formatted(
                        journal.find(run.id()),
                        queued(run),
                        rows("SELECT * FROM approval_request WHERE run_id = :run", run),
                        rows("SELECT * FROM approval WHERE run_id = :run ORDER BY id", run),
                        rows("SELECT sequence, type, time FROM outbox WHERE key = :run::text", run),
                        rows("SELECT * FROM node WHERE :run::uuid IS NOT NULL", run));
    }

    private List<Map<String, Object>> queued(Run run) {
        return rows("SELECT now(), * FROM scheduled_tasks WHERE task_instance = :run::text", run);
    }

    private List<Map<String, Object>> rows(String query, Run run) {
        return jdbc.sql(query).param("run", run.id()).query().listOfRows();
    }

    Run waiting(Run run, Verdict.Kind kind) {
        return waiting(run, RunState.WAITING, kind);
    }

    Run waiting(Run run, RunState state, Verdict.Kind kind) {
        return await().atMost(Duration.ofSeconds(15))
                .until(
                        () -> journal.find(run.id()).orElseThrow(),
                        now -> now.state() == state && now.waiting().kind().equals(kind.name()));
    }

    /** The names of locks in somebody's hands. */
    List<String> locks(String like) {
        return jdbc.sql("SELECT name FROM lock WHERE name LIKE :like")
                .param("like", like)
                .query(String.class)
                .list();
    }

    StepRecord step(Run run, Phase phase, String path) {
        return journal.steps(run.id()).stream()
                .filter(step -> step.key().equals(new StepKey(phase, path, "")))
                .findFirst()
                .orElseThrow();
    }

    Run interruptedAt(String step, String pipeline) {
        return interruptedAt(
                step, pipeline, catalog.find(pipeline).orElseThrow().hash());
    }

    /** What a killed node leaves: steps before it finished, this one started, nobody at work. */
    Run interruptedAt(String step, String pipeline, String hash) {
        Run run = cutOffAt(step, pipeline, hash);
        enqueue(run);
        return run;
    }

    /** The same while nobody has found out yet. */
    Run cutOffAt(String step, String pipeline, String hash) {
        Run run = inState(RunState.RUNNING);
        jdbc.sql(
                        "UPDATE run SET pipeline = :pipeline, route_hash = :hash, started_at = now(), epoch = 1 WHERE id = :id")
                .param("pipeline", pipeline)
                .param("hash", hash)
                .param("id", run.id())
                .update();
        for (String path : catalog.find(pipeline).orElseThrow().steps()) {
            boolean cutOff = path.equals(step);
            jdbc.sql("""
                            INSERT INTO step (run_id, phase, path, position, state, attempt, started_at, checkpoint)
                            VALUES (:run, 'RUN', :path, 1, :state, 1, now(), :checkpoint::json)
                            """)
                    .param("run", run.id())
                    .param("path", path)
                    .param("state", cutOff ? "STARTED" : "FINISHED")
                    .param("checkpoint", cutOff ? null : "{\"body\":null,\"variables\":{\"kept\":\"old\"}}")
                    .update();
            if (cutOff) {
                break;
            }
        }
        return run;
    }

    /** How many statements wait for a row or a table that another holds. */
    int waitForLocks() {
        return jdbc.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                .query(Integer.class)
                .single();
    }

    /** The database's number for the connection of this thread's transaction. */
    int connection() {
        return jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single();
    }

    /** Whether a statement waits for a row that the transaction of this connection holds. */
    boolean isWaitedFor(int connection) {
        return jdbc.sql("SELECT count(*) > 0 FROM pg_stat_activity WHERE :connection = ANY (pg_blocking_pids(pid))")
                .param("connection", connection)
                .query(Boolean.class)
                .single();
    }

    boolean isQueued(Run run) {
        return !queued(run).isEmpty();
    }

    void enqueue(Run run) {
        jdbc.sql("""
                        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        VALUES ('run', :run, now(), false, 1)
                        """).param("run", run.id().toString()).update();
        dispatcher.wake();
    }

    static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
