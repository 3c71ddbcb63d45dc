package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.approval.Overrides;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.run.StepRecord;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

/** When runs start, wait, stop and go on. */
class GovernedRunsTest extends EngineFixture {

    @Autowired
    private Pausing pausing;

    @Autowired
    private TransactionOperations transaction;

    @Autowired
    private Nodes nodes;

    @Autowired
    private Pauses pauses;

    @Autowired
    private JdbcAgeing ageing;

    @Autowired
    private EngineSettings settings;

    @Autowired
    private Overrides overrides;

    @Autowired
    private BehindPeople behind;

    @Test
    void runs_of_one_pipeline_wait_for_each_other_say_so_and_go_on_by_themselves() {
        witness.stallAt("alone");
        Run first = request("one-at-a-time", Map.of());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(first.id()).contains("alone"));
        Run second = waiting(request("one-at-a-time", Map.of()), Verdict.Kind.CONCURRENCY);

        assertThat(second.reason()).contains(first.id().toString()).contains("number 1 in the queue");
        assertThat(witness.of(second.id())).isEmpty();

        witness.letGo();
        assertThat(atRest(first).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(atRest(second).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(locks("pipeline:one-at-a-time%")).isEmpty();
    }

    @Test
    void a_run_is_refused_where_its_pipeline_says_skip() {
        witness.stallAt("busy");
        Run first = request("skips-when-busy", Map.of());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(first.id()).contains("busy"));

        Run second = atRest(request("skips-when-busy", Map.of()));

        assertThat(second.state()).isEqualTo(RunState.REJECTED);
        assertThat(second.reason()).contains(first.id().toString()).contains("overlap: skip");
        witness.letGo();
        atRest(first);
    }

    @Test
    void the_older_run_is_cancelled_where_its_pipeline_says_so() {
        witness.stallAt("replaceable");
        Run first = request("replaces-the-older", Map.of());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(first.id()).contains("replaceable"));

        Run second = request("replaces-the-older", Map.of());

        assertThat(atRest(first).state()).isEqualTo(RunState.CANCELLED);
        witness.letGo();
        assertThat(atRest(second).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_failed_step_is_tried_again_from_what_it_began_with() {
        Run run = atRest(request("tries-again", Map.of()));

        assertThat(run.state()).as(run.reason() + run.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("steady", "shaky", "shaky", "shaky");
        assertThat(step(run, Phase.RUN, "shaky").attempt()).isEqualTo(3);
    }

    @Test
    void a_step_past_its_timeout_is_ended_and_says_so() {
        Run run = atRest(request("too-long", Map.of()));

        assertThat(run.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        StepRecord step = step(run, Phase.RUN, "endless");
        assertThat(step.state()).isEqualTo(StepRecord.State.FAILED);
        assertThat(step.failure()).contains("took longer than its timeout of 0.3 s");
    }

    @Test
    void a_step_past_its_timeout_is_really_tried_again() {
        Run run = atRest(request("too-long-twice", Map.of()));

        assertThat(witness.of(run.id())).containsExactly("endless", "endless");
        assertThat(run.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(step(run, Phase.RUN, "endless").attempt()).isEqualTo(2);
    }

    @Test
    void a_step_within_one_that_is_past_its_timeout_is_not_tried_again() {
        endsWithItsTimeout("too-long-around-an-attempt");
        endsWithItsTimeout("too-long-between-attempts");
    }

    private void endsWithItsTimeout(String pipeline) {
        Run run = atRest(request(pipeline, Map.of()));

        assertThat(run.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(witness.of(run.id())).containsExactly("within");
        assertThat(run.failedStep()).isEqualTo("around/within");
        assertThat(run.failure()).startsWith("step 'around' took longer than its timeout of 0.3 s and was ended: ");
    }

    @Test
    void a_step_that_takes_its_end_for_a_result_goes_on_and_so_does_the_run() {
        Run run = atRest(request("catches-its-end", Map.of()));

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("patient", "caught", "goes on", "behind");
    }

    @Test
    void a_cancelled_run_ends_its_step_and_keeps_what_it_did() {
        Run run = working();

        runs.cancel(run.id(), "ada");

        Run cancelled = atRest(run);
        assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
        assertThat(cancelled.reason()).isEqualTo("cancelled by ada");
        assertThat(step(run, Phase.RUN, "working").failure()).contains("because ada asked for it");
        assertThat(witness.of(run.id())).containsExactly("first", "working");
    }

    @Test
    void a_run_of_which_a_stopping_node_has_left_work_is_not_called_cancelled() {
        Run run = request("work-that-is-left", Map.of());
        seen(run, "working");

        runs.cancel(run.id(), "ada");

        Run asking = atRest(run);
        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason())
                .startsWith("cancelled by ada, but it is UNKNOWN whether the work has ended everywhere");
        assertThat(asking.failure()).contains("api-1: goes on");
    }

    @Test
    void a_run_that_is_to_be_undone_ends_its_step_and_rolls_back() {
        Run run = working();

        runs.rollBack(run.id(), "ada");

        assertThat(atRest(run).state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(witness.of(run.id())).containsExactly("first", "working", "undo-first");
    }

    @Test
    void an_undoing_that_a_person_asked_for_and_that_fails_was_not_ended_by_that_person() {
        witness.failAt("undo-first", new IllegalStateException("no way back"));
        Run run = working();

        runs.rollBack(run.id(), "ada");

        Run stuck = atRest(run);
        assertThat(stuck.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(step(run, Phase.ROLLBACK, "undo-first").failure()).isEqualTo("IllegalStateException: no way back");
        assertThat(stuck.failure()).startsWith("ended because ada asked for it: ");
    }

    @Test
    void an_undoing_that_a_person_asked_for_is_tried_again_like_any_other() {
        witness.failAt("undo-first", new IllegalStateException("not yet"));
        Run run = working();

        runs.rollBack(run.id(), "ada");

        assertThat(atRest(run).state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(step(run, Phase.ROLLBACK, "undo-first").attempt()).isEqualTo(2);
    }

    @Test
    void a_step_that_failed_by_itself_before_a_person_stopped_the_run_is_what_failed() {
        Run run = request("fails-before-work", Map.of());
        seen(run, "working");

        runs.rollBack(run.id(), "ada");

        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.failedStep()).isEqualTo("failing[0]");
        assertThat(over.failure()).isEqualTo("IllegalStateException: failing was told to fail");
        assertThat(journal.steps(run.id()))
                .filteredOn(step -> step.key().id().equals("working"))
                .extracting(StepRecord::failure)
                .singleElement()
                .asString()
                .startsWith("ended because ada asked for it: ");
    }

    @Test
    void a_cancel_that_comes_when_the_run_has_failed_by_itself_is_said_to_have_come_too_late() {
        witness.stallAt("change");
        Run run = request("change-something", Map.of("failAt", "change"));
        seen(run, "change");

        transaction.executeWithoutResult(status -> {
            journal.lock(run.id());
            int here = connection();
            witness.letGo("change");
            await().alias("the failure is about to be recorded")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> isWaitedFor(here));
            assertThat(runs.cancel(run.id(), "ada").state()).isEqualTo(RunState.RUNNING);
        });

        Run over = atRest(run);
        assertThat(over.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.failure()).isEqualTo("IllegalStateException: change was told to fail");
        assertThat(over.reason())
                .isEqualTo(
                        "the cancel that ada asked for came too late: step 'change' had failed, and the run was rolled back");
    }

    @Test
    void a_step_past_its_timeout_is_what_failed_though_a_pause_was_asked_for() {
        Run run = request("too-long-to-wait-for", Map.of());
        seen(run, "endless");

        runs.pause(run.id(), "ada");

        Run asking = atRest(run);
        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.failedStep()).isEqualTo("endless");
        assertThat(asking.failure())
                .isEqualTo(step(run, Phase.RUN, "endless").failure())
                .startsWith("step 'endless' took longer than its timeout of 3 s and was ended: ");
    }

    @Test
    void a_paused_run_rests_before_its_next_step_until_it_is_resumed() {
        witness.stallAt("look");
        Run run = request("read-only", Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> witness.of(run.id()).contains("look"));

        assertThat(runs.pause(run.id(), "ada").wish().by()).isEqualTo("ada");
        witness.letGo();
        Run paused = atRest(run);
        assertThat(paused.state()).isEqualTo(RunState.PAUSED);
        assertThat(witness.of(run.id())).containsExactly("look");

        runs.resume(run.id(), "ben");
        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("look", "tell");
    }

    @Test
    void a_parent_waits_for_its_child_and_goes_on_after_its_step() {
        witness.stallAt("look");
        Run parent = waiting(request("parent", Map.of()), Verdict.Kind.CHILD_RUN);
        Run child = journal.newest("read-only", 1).get(0);
        assertThat(child.parent()).isEqualTo(parent.id());

        witness.letGo();

        assertThat(atRest(parent).state()).as(atRest(parent).reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(parent.id())).containsExactly("before", "after");
        assertThat(witness.of(child.id())).containsExactly("look", "tell");
    }

    @Test
    void a_parent_that_is_paused_rests_when_its_child_is_over_and_goes_on_from_there() {
        witness.stallAt("look");
        Run parent = waiting(request("parent", Map.of()), Verdict.Kind.CHILD_RUN);

        assertThat(runs.pause(parent.id(), "ada").state()).isEqualTo(RunState.WAITING);
        witness.letGo();

        Run paused = atRest(parent);
        assertThat(paused.state()).as(paused.reason()).isEqualTo(RunState.PAUSED);
        assertThat(paused.reason()).isEqualTo("paused by ada");
        assertThat(witness.of(parent.id())).containsExactly("before");
        assertThat(journal.newest("read-only", 1).get(0).state()).isEqualTo(RunState.SUCCEEDED);

        runs.resume(parent.id(), "ben");
        assertThat(atRest(parent).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(parent.id())).containsExactly("before", "after");
    }

    @Test
    void a_run_that_is_to_end_is_not_paused_instead() {
        witness.stallAt("look");
        Run parent = waiting(request("parent", Map.of()), Verdict.Kind.CHILD_RUN);
        runs.cancel(parent.id(), "ada");

        assertThatThrownBy(() -> runs.pause(parent.id(), "ben")).isInstanceOf(RuntimeException.class);
        witness.letGo();

        Run ended = atRest(parent);
        assertThat(ended.state()).as(ended.reason()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_parent_whose_child_ends_in_a_pause_of_the_system_goes_on_where_cut_off_steps_are_asked_about() {
        witness.stallAt("tell");
        Run parent = waiting(request("parent", Map.of()), Verdict.Kind.CHILD_RUN);
        Run child = journal.newest("read-only", 1).get(0);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(child.id()).contains("tell"));
        pausing.pauseAll("ada", "the network is being moved");
        try {
            witness.letGo();
            assertThat(atRest(child).state()).isEqualTo(RunState.SUCCEEDED);
            waiting(parent, Verdict.Kind.SYSTEM_PAUSED);
        } finally {
            pausing.resumeAll("ada");
        }

        assertThat(atRest(parent).state()).as(atRest(parent).reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(parent.id())).containsExactly("before", "after");
        assertThat(journal.newest("read-only", 1).get(0).id())
                .as("and asks for no other")
                .isEqualTo(child.id());
    }

    @Test
    void a_run_that_has_not_begun_has_no_step_to_pause_before() {
        Run dependent = waiting(request("needs-another", Map.of()), Verdict.Kind.DEPENDENCY);

        assertThatThrownBy(() -> runs.pause(dependent.id(), "ada"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("has not begun")
                .hasMessageContaining("upkeep lock take TARGET");
        assertThat(runs.cancel(dependent.id(), "ada").state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_run_waits_for_the_success_of_another_pipeline_and_for_a_backup() {
        Run dependent = waiting(request("needs-another", Map.of()), Verdict.Kind.DEPENDENCY);
        Run careful = waiting(request("needs-a-backup", Map.of()), Verdict.Kind.NO_BACKUP);

        assertThat(dependent.reason()).contains("never-run-before, which has not run yet");
        assertThat(careful.reason())
                .contains("'database'")
                .contains("there is none")
                .contains("back-up-database");
        assertThat(runs.cancel(dependent.id(), "ada").state()).isEqualTo(RunState.CANCELLED);

        backUp("files", Instant.now());
        assertThat(lookedAtAgain(careful).state())
                .as("a backup of something else")
                .isEqualTo(RunState.WAITING);
        backUp("database", Instant.now().minus(Duration.ofHours(25)));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> lookedAtAgain(careful).reason().contains("the newest is of "));
        backUp("database", Instant.now());
        journal.hurry(List.of(careful.id()));

        assertThat(atRest(careful).state()).as(atRest(careful).reason()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_person_lets_a_run_go_past_a_backup_that_it_lacks_by_naming_it() {
        jdbc.sql("DELETE FROM backup WHERE series = 'database'").update();
        Run careful = waiting(request("needs-a-backup", Map.of()), Verdict.Kind.NO_BACKUP);

        overrides.override(careful.id(), "bob", "the store is down, the disk is failing", null);
        assertThat(lookedAtAgain(careful).state())
                .as("agreements of people only")
                .isEqualTo(RunState.WAITING);
        overrides.override(careful.id(), "bob", "the store is down, the disk is failing", List.of("backup"));

        assertThat(atRest(careful).state()).as(atRest(careful).reason()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void nothing_starts_while_the_system_is_paused_and_everything_goes_on_afterwards() {
        pausing.pauseAll("ada", "the network is being moved");
        try {
            Run run = waiting(request("five-steps", Map.of()), Verdict.Kind.SYSTEM_PAUSED);
            assertThat(run.reason()).contains("ada").contains("the network is being moved");
            pausing.resumeAll("ada");
            assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        } finally {
            pausing.resumeAll("ada");
        }
    }

    @Test
    void a_paused_run_whose_step_may_go_on_since_its_node_died_is_not_over_when_it_is_cancelled() {
        Run run = cutOffAt("change");
        runs.pause(run.id(), "ada");
        enqueue(run);
        assertThat(atRest(run).state()).isEqualTo(RunState.PAUSED);

        asksBeforeItIsCancelled(runs.cancel(run.id(), "ada"));
    }

    @Test
    void a_run_that_is_held_back_after_its_node_died_is_not_over_when_it_is_cancelled() {
        pausing.pauseAll("ada", "the network is being moved");
        try {
            Run run = cutOffAt("change");
            enqueue(run);
            waiting(run, Verdict.Kind.SYSTEM_PAUSED);

            asksBeforeItIsCancelled(runs.cancel(run.id(), "ada"));
        } finally {
            pausing.resumeAll("ada");
        }
    }

    @Test
    void a_run_that_came_to_wait_in_the_moment_of_its_cancel_is_not_over_as_long_as_its_step_may_go_on() {
        Run run = cutOffAt("change");
        assertThat(runs.cancel(run.id(), "ada").wish()).isNotNull();
        jdbc.sql("UPDATE run SET state = 'WAITING', wait_kind = 'FREEZE' WHERE id = :id")
                .param("id", run.id())
                .update();
        enqueue(run);

        assertThat(atRest(run).state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(atRest(run).reason()).contains("cancelled by ada", "step 'change' was cut off", "UNKNOWN");
    }

    private Run cutOffAt(String step) {
        return cutOffAt(
                step,
                "change-something",
                catalog.find("change-something").orElseThrow().hash());
    }

    @Test
    void a_step_whose_first_step_was_held_back_keeps_no_run_from_being_cancelled() {
        witness.stallAt("outer");
        Run run = request("held-back-within", Map.of());
        seen(run, "outer");
        pausing.pauseAll("ada", "the network is being moved");
        try {
            witness.letGo();
            Run held = waiting(run, Verdict.Kind.SYSTEM_PAUSED);
            assertThat(step(held, Phase.RUN, "outer").state()).isEqualTo(StepRecord.State.STARTED);

            Run cancelled = runs.cancel(run.id(), "ada");

            assertThat(cancelled.state()).as(cancelled.reason()).isEqualTo(RunState.CANCELLED);
            assertThat(witness.of(run.id())).containsExactly("outer");
        } finally {
            pausing.resumeAll("ada");
        }
    }

    @Test
    void a_step_whose_first_step_was_held_back_was_not_cut_off_for_a_pipeline_that_asks_then() {
        witness.stallAt("outer");
        Run run = request("held-back-and-asks", Map.of());
        seen(run, "outer");
        pausing.pauseAll("ada", "the network is being moved");
        try {
            witness.letGo();
            waiting(run, Verdict.Kind.SYSTEM_PAUSED);
        } finally {
            pausing.resumeAll("ada");
        }

        Run over = atRest(run);

        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("outer", "outer", "inner");
    }

    @Test
    void who_waits_reads_of_who_has_its_locks_now_and_asks_for_a_person_whatever_was_recorded_with_the_wait() {
        witness.failAt("alone", new IllegalStateException("nobody is there"));
        Run first = atRest(request("one-at-a-time", Map.of()));
        assertThat(first.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        Run second = waiting(request("one-at-a-time", Map.of()), Verdict.Kind.CONCURRENCY);
        jdbc.sql("UPDATE run SET reason = 'it waits for its turn' WHERE id = :run")
                .param("run", second.id())
                .update();

        assertThat(behind.reason(journal.find(second.id()).orElseThrow()))
                .isEqualTo(
                        "it waits for its turn; run %s asks for a person, and goes on or ends only then (upkeep runs show %s)"
                                .formatted(first.id(), first.id()));

        witness.letGo();
        runs.cancel(first.id(), "ada");
        assertThat(atRest(second).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void who_waits_for_a_lock_reads_of_the_child_that_it_is_lent_to_and_a_child_not_of_those_that_wait_for_it() {
        Run parent = inState(RunState.WAITING);
        Run lentTo = childInState(RunState.NEEDS_ATTENTION, parent);
        Run sibling = childInState(RunState.WAITING, parent);
        Run stranger = inState(RunState.WAITING);
        List.of(sibling, stranger).forEach(run -> queues(run, "lent-out"));
        jdbc.sql("INSERT INTO lock (name, run_id, holder, since) VALUES ('lent-out', :run, 'the parent', now())")
                .param("run", parent.id())
                .update();
        jdbc.sql("INSERT INTO lent_lock (name, run_id) VALUES ('lent-out', :run)")
                .param("run", lentTo.id())
                .update();
        try {
            String itsChild = "busy; " + asksForAPerson(lentTo);
            assertThat(whyWaits(stranger)).isEqualTo(itsChild);
            assertThat(whyWaits(sibling)).isEqualTo(itsChild);

            jdbc.sql("UPDATE run SET state = 'NEEDS_ATTENTION' WHERE id = :run")
                    .param("run", parent.id())
                    .update();

            assertThat(whyWaits(stranger)).contains(asksForAPerson(parent), asksForAPerson(lentTo));
            assertThat(whyWaits(sibling)).as("the lock is open to it").isEqualTo(itsChild);
        } finally {
            jdbc.sql("DELETE FROM lock WHERE name = 'lent-out'").update();
            List.of(lentTo, sibling, stranger, parent)
                    .forEach(run -> jdbc.sql("DELETE FROM run WHERE id = :run")
                            .param("run", run.id())
                            .update());
        }
    }

    private Run childInState(RunState state, Run parent) {
        Run child = inState(state);
        jdbc.sql("UPDATE run SET parent = :parent WHERE id = :run")
                .param("parent", parent.id())
                .param("run", child.id())
                .update();
        return child;
    }

    private void queues(Run run, String lock) {
        jdbc.sql("UPDATE run SET wait_kind = 'TARGET_BUSY', wants = ARRAY[:lock], reason = 'busy' WHERE id = :run")
                .param("lock", lock)
                .param("run", run.id())
                .update();
    }

    private String whyWaits(Run run) {
        return behind.reason(journal.find(run.id()).orElseThrow());
    }

    private static String asksForAPerson(Run run) {
        return "run %s asks for a person, and goes on or ends only then (upkeep runs show %s)"
                .formatted(run.id(), run.id());
    }

    @Test
    void many_runs_in_a_queue_wake_only_the_next_and_none_is_forgotten_when_one_leaves_it() {
        witness.stallAt("alone");
        Run first = request("one-at-a-time", Map.of());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(first.id()).contains("alone"));
        List<Run> queue = IntStream.range(0, 60)
                .mapToObj(n -> waiting(request("one-at-a-time", Map.of()), Verdict.Kind.CONCURRENCY))
                .toList();
        assertThat(runs.cancel(queue.get(0).id(), "ada").state()).isEqualTo(RunState.CANCELLED);

        witness.letGo();

        queue.subList(1, 60).forEach(run -> assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED));
        long looks = queue.stream().mapToLong(run -> atRest(run).epoch()).sum();
        assertThat(looks).as("looks at 60 runs").isLessThan(60 * 8);
    }

    @Test
    void a_pause_that_another_node_ended_holds_nothing_back() {
        pauses.set(new Pauses.State("as this node read it before", null));

        assertThat(atRest(request("one-at-a-time", Map.of())).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(pauses.reason()).isNull();
    }

    @Test
    void a_run_of_a_pipeline_that_only_another_node_may_know_is_left_to_it_for_a_while() {
        jdbc.sql("""
                        INSERT INTO node (name, address, started_at, heartbeat, workers)
                        VALUES ('elsewhere', 'http://elsewhere', now(), now() + interval '1 hour', 4)
                        """).update();
        try {
            await().atMost(Duration.ofSeconds(10)).until(nodes::areSeveral);
            Run run = inState(RunState.REQUESTED);
            jdbc.sql("UPDATE run SET pipeline = 'only-elsewhere' WHERE id = :id")
                    .param("id", run.id())
                    .update();
            enqueue(run);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> journal.find(run.id()).orElseThrow().epoch() >= 2);
            assertThat(journal.find(run.id()).orElseThrow().state()).isEqualTo(RunState.REQUESTED);

            jdbc.sql("UPDATE run SET requested_at = now() - interval '3 minutes' WHERE id = :id")
                    .param("id", run.id())
                    .update();
            assertThat(atRest(run).state()).isEqualTo(RunState.REJECTED);
        } finally {
            jdbc.sql("DELETE FROM node WHERE name = 'elsewhere'").update();
        }
    }

    @Test
    void who_waits_for_a_worker_for_long_comes_before_who_is_more_urgent() {
        pausing.pauseNode(settings.node(), "ada");
        try {
            await().until(dispatcher::rests);
            Run old = queuedSince(Duration.ofMinutes(45), 1);
            Run urgent = queuedSince(Duration.ofMinutes(5), 4);
            Run soon = queuedSince(Duration.ofSeconds(20), 9);

            assertThat(ageing.age()).isEqualTo(1);
            assertThat(ageing.age()).as("nothing is older by now").isZero();

            assertThat(List.of(priorityInQueue(old), priorityInQueue(urgent), priorityInQueue(soon)))
                    .containsExactly(5, 4, 9);
        } finally {
            pausing.resumeNode(settings.node(), "ada");
        }
    }

    /** Due since it was asked for. */
    private Run queuedSince(Duration ago, int priority) {
        Run run = inState(RunState.REQUESTED);
        enqueue(run);
        jdbc.sql(
                        "UPDATE run SET priority = :priority, requested_at = now() - make_interval(secs => :ago) WHERE id = :id")
                .param("priority", priority)
                .param("ago", ago.toSeconds())
                .param("id", run.id())
                .update();
        jdbc.sql("""
                        UPDATE scheduled_tasks SET priority = :priority, execution_time = now() - make_interval(secs => :ago)
                        WHERE task_instance = :id
                        """)
                .param("priority", priority)
                .param("ago", ago.toSeconds())
                .param("id", run.id().toString())
                .update();
        return run;
    }

    private int priorityInQueue(Run run) {
        return jdbc.sql("SELECT priority FROM scheduled_tasks WHERE task_instance = :id")
                .param("id", run.id().toString())
                .query(Integer.class)
                .single();
    }

    private Run working() {
        Run run = request("long-work", Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> witness.of(run.id()).contains("working"));
        return run;
    }

    private Run lookedAtAgain(Run run) {
        long before = journal.find(run.id()).orElseThrow().epoch();
        journal.hurry(List.of(run.id()));
        return await().atMost(Duration.ofSeconds(15))
                .until(
                        () -> journal.find(run.id()).orElseThrow(),
                        now -> now.epoch() > before && now.state() == RunState.WAITING);
    }

    private void backUp(String series, Instant at) {
        jdbc.sql("""
                        INSERT INTO backup (id, run_id, pipeline, series, state, created_at, changed_at, bytes, entries, sequence)
                        VALUES (:id, :id, 'test', :series, 'VERIFIED', :at, :at, 1, 1, 1)
                        """)
                .param("id", UUID.randomUUID())
                .param("series", series)
                .param("at", Timestamp.from(at))
                .update();
    }
}
