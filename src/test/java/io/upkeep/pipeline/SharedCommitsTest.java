package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunFact;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunListener;
import io.upkeep.run.RunNews;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.RunWrite;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.TransactionOperations;

/** Runs whose writes share a transaction: what becomes of one is not the others' affair. */
class SharedCommitsTest extends EngineFixture {

    @Autowired
    TransactionOperations transaction;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    ObjectMapper json;

    @Autowired
    JournalRetry retry;

    @Autowired
    Handover handover;

    @Autowired
    EngineSettings settings;

    /** How many writes must wait for the journal to begin a second transaction beside the first. */
    private static final int WORTH_ANOTHER = 3;

    @Test
    void a_fenced_run_writes_nothing_and_the_others_in_its_transaction_all_of_theirs() throws Exception {
        List<Run> all = runs(4);
        Run fenced = all.get(1);
        jdbc.sql("UPDATE run SET epoch = 7 WHERE id = :id")
                .param("id", fenced.id())
                .update();

        List<String> answers =
                atOnce(all.stream().map(run -> opening(run, "{}")).toList());

        assertThat(answers).containsExactly("2", "Fenced", "2", "2");
        assertThat(transactionsOf(all.get(0), all.get(2), all.get(3))).hasSize(1);
        assertThat(journal.steps(fenced.id())).isEmpty();
        assertThat(told(fenced)).isEmpty();
        assertThat(all).filteredOn(run -> !run.equals(fenced)).allSatisfy(run -> {
            assertThat(journal.steps(run.id())).extracting(StepRecord::state).containsExactly(StepRecord.State.STARTED);
            assertThat(told(run)).containsExactly("1 t.first", "2 t.second");
        });
    }

    @Test
    void what_the_database_refuses_of_one_run_does_not_keep_the_others_from_being_written() throws Exception {
        List<Run> all = runs(3);

        List<String> answers =
                atOnce(List.of(opening(all.get(0), "{}"), opening(all.get(1), "no JSON"), opening(all.get(2), "{}")));

        assertThat(answers).containsExactly("2", "DataIntegrityViolationException", "2");
        assertThat(journal.steps(all.get(1).id())).isEmpty();
        assertThat(told(all.get(2))).containsExactly("1 t.first", "2 t.second");
    }

    @Test
    void a_run_that_ends_beside_others_that_go_on_leaves_the_queue_alone() throws Exception {
        List<Run> all = runs(2);
        all.forEach(this::enqueueForLater);
        Run ends = all.get(0);
        RunWrite end = ending(ends, false);

        List<String> answers = atOnce(List.of(end, opening(all.get(1), "{}")));

        assertThat(answers).containsExactly("1", "2");
        assertThat(transactionsOf(all.get(0), all.get(1))).hasSize(1);
        assertThat(journal.find(ends.id()).orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(journal.find(all.get(1).id()).orElseThrow())
                .usingRecursiveComparison()
                .ignoringFields("lastWrite")
                .isEqualTo(all.get(1));
        assertThat(all).extracting(this::isQueued).containsExactly(false, true);
        jdbc.sql("DELETE FROM scheduled_tasks WHERE task_instance = :run")
                .param("run", all.get(1).id().toString())
                .update();
    }

    @Test
    void runs_that_are_given_back_while_the_one_before_them_ends_are_woken_all_the_same() throws Exception {
        Run ends = inState(RunState.RUNNING);
        enqueueForLater(ends);
        jdbc.sql("INSERT INTO lock (name, run_id, holder, since) VALUES ('race', :run, 'the test', now())")
                .param("run", ends.id())
                .update();
        List<Run> next = List.of(inState(RunState.WAITING), inState(RunState.WAITING));
        next.forEach(this::enqueueForLater);
        jdbc.sql("UPDATE run SET wait_kind = 'TARGET_BUSY', wants = '{race}' WHERE state = 'WAITING'")
                .update();
        // with many in the queue PostgreSQL looks each up by its key, which is another plan than for a few
        jdbc.sql("""
                        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        SELECT 'run', 'far away ' || n, now() + interval '1 day', false, 1 FROM generate_series(1, 2000) AS n
                        """).update();
        jdbc.sql("ANALYZE scheduled_tasks").update();
        RunWrite end = ending(ends, true);
        List<Thinking> ending = new ArrayList<>();

        transaction.executeWithoutResult(status -> {
            next.forEach(run -> jdbc.sql("""
                            UPDATE scheduled_tasks SET execution_time = now() + interval '1 minute', version = version + 1
                            WHERE task_instance = :run
                            """).param("run", run.id().toString()).update());
            ending.add(new Thinking(() -> write(end)));
            soon(() -> waitForLocks() == 1);
        });

        jdbc.sql("DELETE FROM scheduled_tasks WHERE task_instance LIKE 'far away%'")
                .update();
        assertThat(answers(ending)).containsExactly("1");
        assertThat(next).allSatisfy(run -> assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED));
    }

    @Test
    void a_listener_that_fails_takes_back_what_it_listened_to_and_nothing_else() throws Exception {
        List<Run> all = runs(3);
        UUID deaf = all.get(1).id();
        RunRecorder recorder = new RunRecorder(
                journal, List.of(failingFor(deaf)), transaction, publisher, json, clock, retry, handover, settings);

        List<String> answers = answers(all.stream()
                .map(run -> new Thinking(() -> {
                    OwnedRun owned = new OwnedRun(run, "node", recorder, clock);
                    owned.open(new StepKey(Phase.RUN, "one", ""), 1, 1);
                    return "written";
                }))
                .toList());

        assertThat(answers).containsExactly("written", "IllegalStateException", "written");
        assertThat(journal.steps(deaf)).isEmpty();
        assertThat(journal.find(deaf).orElseThrow().epoch()).isZero();
        assertThat(journal.steps(all.get(2).id())).hasSize(1);
    }

    /** Its connection is gone, the server works on: nobody can see yet what was written when it is asked for again. */
    @Test
    void a_write_that_is_committed_only_while_it_is_asked_for_again_is_there_once() throws Exception {
        Run run = inState(RunState.RUNNING);
        Semaphore release = new Semaphore(0);
        List<Thinking> lost = new ArrayList<>();
        RunJournal losing = (RunJournal) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RunJournal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write") && lost.isEmpty()) {
                        lost.add(new Thinking(() -> transaction.execute(status -> {
                            String answer = write((RunWrite) arguments[0]);
                            release.acquireUninterruptibly();
                            return answer;
                        })));
                        soon(lost.get(0)::waits);
                        throw new DataAccessResourceFailureException("the connection is gone");
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        List<RunNews> toldAgain = new ArrayList<>();
        RunRecorder recorder = new RunRecorder(
                losing, List.of(keeping(toldAgain)), transaction, publisher, json, clock, retry, handover, settings);

        RunNews news = new RunNews(run, "step.started", 0, null, null, clock.instant());
        Thinking asking = new Thinking(() ->
                String.valueOf(recorder.write(opening(run, "{}"), List.of(news)).sequence()));
        soon(() -> waitForLocks() == 1);
        release.release();

        assertThat(answers(List.of(asking))).containsExactly("2");
        assertThat(answers(lost)).containsExactly("2");
        assertThat(told(run)).containsExactly("1 t.first", "2 t.second");
        assertThat(toldAgain).as("the lost one told it").isEmpty();
    }

    private static RunListener keeping(List<RunNews> told) {
        return new RunListener() {
            @Override
            public boolean wants(RunNews news) {
                return true;
            }

            @Override
            public void changed(RunNews news) {
                told.add(news);
            }
        };
    }

    private static RunListener failingFor(UUID run) {
        return new RunListener() {
            @Override
            public boolean wants(RunNews news) {
                return news.run().id().equals(run);
            }

            @Override
            public void changed(RunNews news) {
                throw new IllegalStateException("told to fail");
            }
        };
    }

    private List<Run> runs(int count) {
        List<Run> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(inState(RunState.RUNNING));
        }
        return all;
    }

    private RunWrite ending(Run ends, boolean isWaitedFor) {
        Run ended = ends.moved(RunState.RUNNING.after(RunTrigger.SUCCEED), Change.NONE, ends.epoch(), clock.instant());
        return new RunWrite(
                UUID.randomUUID(),
                ends,
                "node",
                false,
                ended,
                List.of(),
                List.of(fact("t.ended", "{}")),
                new RunWrite.Queue.Leave(),
                isWaitedFor);
    }

    private RunWrite opening(Run run, String secondFact) {
        StepRecord step = new StepRecord(
                new StepKey(Phase.RUN, "one", ""), StepRecord.State.STARTED, 1, 1, clock.instant(), null, null, null);
        return new RunWrite(
                UUID.randomUUID(),
                run,
                "node",
                false,
                run,
                List.of(step),
                List.of(fact("t.first", "{}"), fact("t.second", secondFact)),
                new RunWrite.Queue.Keep(),
                false);
    }

    private RunFact fact(String type, String data) {
        return new RunFact(UUID.randomUUID(), type, clock.instant(), data);
    }

    /** While both transactions of the journal wait for rows that somebody holds, these wait for one, and share it. */
    private List<String> atOnce(List<RunWrite> writes) throws Exception {
        Run first = inState(RunState.RUNNING);
        List<Run> second = runs(WORTH_ANOTHER);
        List<Thinking> holding = new ArrayList<>();
        List<Thinking> waiting = new ArrayList<>();
        Semaphore release = new Semaphore(0);
        transaction.executeWithoutResult(status -> {
            journal.lock(first.id());
            Thinking other = new Thinking(() -> transaction.execute(inner -> {
                second.forEach(run -> journal.lock(run.id()));
                release.acquireUninterruptibly();
                return "held";
            }));
            soon(other::waits);
            Thinking alone = new Thinking(() -> write(opening(first, "{}")));
            soon(() -> waitForLocks() == 1);
            second.forEach(run -> holding.add(new Thinking(() -> write(opening(run, "{}")))));
            soon(() -> waitForLocks() == 2);
            writes.forEach(write -> waiting.add(new Thinking(() -> write(write))));
            soon(() -> waiting.stream().allMatch(Thinking::waits));
            // one after the other, so that whoever waits is written by one and not divided between two
            release.release();
            soon(() -> holding.stream().allMatch(Thinking::isDone));
            holding.add(alone);
        });
        assertThat(answers(holding)).containsOnly("2");
        return answers(waiting);
    }

    private String write(RunWrite write) {
        return String.valueOf(journal.write(write).sequence());
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private static List<String> answers(List<Thinking> all) throws InterruptedException {
        List<String> answers = new ArrayList<>();
        for (Thinking one : all) {
            answers.add(one.answer());
        }
        return answers;
    }

    /** A thread with something to write. */
    private static final class Thinking {

        private final FutureTask<String> task;
        private final Thread thread;

        Thinking(Callable<String> work) {
            task = new FutureTask<>(work);
            thread = new Thread(task, "thinking");
            thread.start();
        }

        boolean waits() {
            return thread.getState() == Thread.State.WAITING;
        }

        boolean isDone() {
            return task.isDone();
        }

        String answer() throws InterruptedException {
            try {
                return task.get();
            } catch (ExecutionException e) {
                return e.getCause().getClass().getSimpleName();
            }
        }
    }

    private void enqueueForLater(Run run) {
        jdbc.sql("""
                        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        VALUES ('run', :run, now() + interval '1 hour', false, 1)
                        """).param("run", run.id().toString()).update();
    }

    private List<String> told(Run run) {
        return jdbc.sql("SELECT sequence || ' ' || type FROM outbox WHERE key = :run ORDER BY id")
                .param("run", run.id().toString())
                .query(String.class)
                .list();
    }

    private Set<String> transactionsOf(Run... written) {
        return Set.copyOf(jdbc.sql("SELECT xmin::text FROM run WHERE id IN (:runs)")
                .param("runs", Stream.of(written).map(Run::id).toList())
                .query(String.class)
                .list());
    }
}
