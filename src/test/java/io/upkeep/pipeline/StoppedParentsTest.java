package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.event.Outbox;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.Run.Wish;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionOperations;

/** Who stops a run stops the runs that it waits for. */
class StoppedParentsTest extends EngineFixture {

    private static final Wish CANCEL = new Wish(Wish.Kind.CANCEL, "ada");

    @Autowired
    private TransactionOperations transaction;

    @Autowired
    private ChildRuns children;

    @Autowired
    private BehindPeople behind;

    @Test
    void who_waits_for_a_run_that_waits_says_for_what() {
        Run oldest = waiting(request("grandparent-of-long-work", Map.of()), Verdict.Kind.CHILD_RUN);
        Run middle = waiting(child(oldest), Verdict.Kind.CHILD_RUN);
        Run working = working(child(middle));

        assertThat(behind.reason(oldest))
                .isEqualTo("waits for run %s of parent-of-long-work: waits for run %s of long-work"
                        .formatted(middle.id(), working.id()));
        assertThat(behind.reason(middle)).isEqualTo("waits for run %s of long-work".formatted(working.id()));
        runs.cancel(oldest.id(), "ada");
        assertThat(behind.reason(atRest(oldest))).isEqualTo("cancelled by ada");
    }

    @Test
    void a_cancel_reaches_the_child_runs_and_theirs_and_is_over_when_they_are() {
        Run oldest = waiting(request("grandparent-of-long-work", Map.of()), Verdict.Kind.CHILD_RUN);
        Run middle = waiting(child(oldest), Verdict.Kind.CHILD_RUN);
        Run working = working(child(middle));

        assertThat(runs.cancel(oldest.id(), "ada").reason())
                .isEqualTo("cancelled by ada; waits until what it started has stopped: run %s of parent-of-long-work"
                        .formatted(middle.id()));

        Run first = atRest(oldest);
        Run second = journal.find(middle.id()).orElseThrow();
        Run third = journal.find(working.id()).orElseThrow();
        assertThat(List.of(first, second, third)).extracting(Run::state).containsOnly(RunState.CANCELLED);
        assertThat(first.finishedAt()).isAfterOrEqualTo(second.finishedAt());
        assertThat(second.finishedAt()).isAfterOrEqualTo(third.finishedAt());
        assertThat(first.reason()).isEqualTo("cancelled by ada");
        assertThat(second.reason())
                .isEqualTo("cancelled by ada, with run %s of grandparent-of-long-work".formatted(oldest.id()));
        assertThat(step(third, Phase.RUN, "working").failure()).contains("because ada, with run");
        assertThat(third.failure())
                .as("said of the run as of its step")
                .isEqualTo(step(third, Phase.RUN, "working").failure());
        assertThat(events(first)).containsSubsequence("run.waiting", "run.stop_asked", "run.waiting", "run.cancelled");
        assertThat(events(third)).containsSubsequence("run.stop_asked", "run.cancelled");
        assertThat(witness.of(middle.id())).as("cancelled, not undone").isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void a_run_that_waits_for_its_child_is_no_error_in_the_log(CapturedOutput log) {
        Run parent = waiting(request("parent-of-long-work", Map.of()), Verdict.Kind.CHILD_RUN);
        working(child(parent));
        runs.cancel(parent.id(), "ada");
        atRest(parent);

        assertThat(log).doesNotContain("waits for run");
    }

    @Test
    void a_rollback_begins_when_the_child_is_undone() {
        Run parent = waiting(request("parent-of-long-work", Map.of()), Verdict.Kind.CHILD_RUN);
        Run child = working(child(parent));

        runs.rollBack(parent.id(), "ada");

        Run undone = atRest(parent);
        assertThat(undone.state()).as(undone.reason()).isEqualTo(RunState.ROLLED_BACK);
        Run before = journal.find(child.id()).orElseThrow();
        assertThat(before.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(witness.of(child.id())).containsExactly("first", "working", "undo-first");
        assertThat(step(undone, Phase.ROLLBACK, "undo-ask").startedAt()).isAfterOrEqualTo(before.finishedAt());
    }

    @Test
    void a_node_that_died_between_the_cancel_of_the_parent_and_of_the_child_loses_nothing() {
        Run parent = waiting(request("parent-of-long-work", Map.of()), Verdict.Kind.CHILD_RUN);
        Run child = working(child(parent));

        jdbc.sql("UPDATE run SET wish = 'CANCEL', wish_by = 'ada', epoch = epoch + 1 WHERE id = :run")
                .param("run", parent.id())
                .update();
        assertThat(journal.find(child.id()).orElseThrow().wish())
                .as("nobody told it")
                .isNull();
        journal.hurry(List.of(parent.id()));
        dispatcher.wake();

        assertThat(atRest(parent).state()).isEqualTo(RunState.CANCELLED);
        assertThat(journal.find(child.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_child_that_cannot_be_stopped_is_said_and_a_second_word_ends_both() {
        Run parent = waiting(request("parent-of-lost-work", Map.of()), Verdict.Kind.CHILD_RUN);
        Run child = child(parent);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(child.id()).contains("lost"));

        runs.rollBack(parent.id(), "ada");

        Run asking = atRest(parent);
        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason())
                .contains(
                        "rollback asked for by ada",
                        "could not be stopped",
                        child.id().toString())
                .contains("NEEDS_ATTENTION", "UNKNOWN");
        assertThat(journal.find(child.id()).orElseThrow().state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(witness.of(parent.id())).as("its rollback has not begun").isEmpty();

        runs.cancel(parent.id(), "ada");

        assertThat(atRest(parent).state()).isEqualTo(RunState.CANCELLED);
        assertThat(journal.find(child.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_child_that_came_to_ask_for_a_person_while_it_was_stopped_is_not_cancelled_by_the_same_word()
            throws Exception {
        witness.stallAt("look");
        Run parent = waiting(request("parent", Map.of()), Verdict.Kind.CHILD_RUN);
        Run child = child(parent);
        seen(child, "look");
        whileItBecomes(
                child, "state = 'NEEDS_ATTENTION', reason = 'nobody knows'", () -> runs.cancel(parent.id(), "ada"));

        Run asking = atRest(parent);
        assertThat(asking.state()).as(asking.reason()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason()).contains("could not be stopped", "nobody knows");
        assertThat(journal.find(child.id()).orElseThrow().state()).isEqualTo(RunState.NEEDS_ATTENTION);

        runs.cancel(parent.id(), "ada");

        assertThat(atRest(parent).state()).isEqualTo(RunState.CANCELLED);
        assertThat(journal.find(child.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_child_that_asks_for_a_person_is_cancelled_with_its_parents() {
        witness.failAt("look", new IllegalStateException("nothing to see"));
        Run oldest = waiting(request("grandparent-of-a-look", Map.of()), Verdict.Kind.CHILD_RUN);
        Run middle = waiting(child(oldest), Verdict.Kind.CHILD_RUN);
        Run stuck = atRest(child(middle));
        assertThat(stuck.state()).isEqualTo(RunState.NEEDS_ATTENTION);

        runs.cancel(oldest.id(), "ada");

        assertThat(atRest(oldest).state()).isEqualTo(RunState.CANCELLED);
        assertThat(journal.find(middle.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
        assertThat(journal.find(stuck.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_run_that_fails_while_a_branch_waits_for_a_child_has_that_stopped_before_it_is_undone() {
        Run parent = request("fails-beside-its-child", Map.of());

        Run undone = atRest(parent);

        assertThat(undone.state()).as(undone.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(undone.failedStep()).isEqualTo("beside[1]");
        assertThat(undone.failure()).contains("beside was told to fail");
        Run child = journal.find(child(parent).id()).orElseThrow();
        assertThat(child.state().isFinal())
                .as("%s: %s", child.state(), child.reason())
                .isTrue();
        assertThat(step(undone, Phase.ROLLBACK, "undo-beside").startedAt()).isAfterOrEqualTo(child.finishedAt());
    }

    @Test
    void what_was_asked_for_without_waiting_goes_on() {
        witness.stallAt("look");
        Run parent = waiting(request("leaves-work-behind", Map.of()), Verdict.Kind.CHILD_RUN);
        Run independent = journal.newest("read-only", 1).get(0);
        assertThat(independent.parent()).isNull();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(independent.id()).contains("look"));

        runs.cancel(parent.id(), "ada");

        assertThat(atRest(parent).state()).isEqualTo(RunState.CANCELLED);
        assertThat(journal.find(independent.id()).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        witness.letGo();
        assertThat(atRest(independent).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_child_that_a_fenced_owner_asks_for_after_its_parents_end_never_begins() {
        Run parent = inState(RunState.CANCELLED);
        Run child = runs.request(new RunRequest(
                "read-only",
                Map.of(),
                "run:" + parent.id(),
                ChildRequest.id(parent.id(), Phase.RUN, "ask"),
                0,
                parent.id()));

        Run over = atRest(child);

        assertThat(over.state()).isEqualTo(RunState.CANCELLED);
        assertThat(over.reason()).contains(parent.id().toString(), "was over before it began");
        assertThat(witness.of(child.id())).isEmpty();
    }

    @Test
    void a_child_that_came_to_be_undone_while_it_was_stopped_is_undone_to_its_end() throws Exception {
        Run parent = inState(RunState.WAITING);
        Run child = childOf(parent, RunState.RUNNING);

        whileItBecomes(child, "state = 'ROLLBACK_WAITING'", () -> children.stopActive(parent, CANCEL));

        assertThat(journal.find(child.id()).orElseThrow().state()).isEqualTo(RunState.ROLLBACK_WAITING);
    }

    @Test
    void a_child_whose_undoing_came_to_fail_while_it_was_stopped_is_a_persons_to_judge() throws Exception {
        Run parent = inState(RunState.WAITING);
        Run child = childOf(parent, RunState.NEEDS_ATTENTION);

        whileItBecomes(child, "state = 'ROLLBACK_FAILED'", () -> children.stopAtRest(parent, CANCEL));

        assertThat(journal.find(child.id()).orElseThrow().state()).isEqualTo(RunState.ROLLBACK_FAILED);
    }

    @Test
    void a_run_is_cancelled_whose_child_asks_for_a_person_and_ends_in_that_moment() throws Exception {
        Run parent = inState(RunState.WAITING);
        Run child = childOf(parent, RunState.NEEDS_ATTENTION);

        whileItBecomes(child, "state = 'CANCELLED', finished_at = now()", () -> runs.cancel(parent.id(), "ada"));

        assertThat(journal.find(parent.id()).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
        assertThat(journal.find(child.id()).orElseThrow().reason())
                .as("nobody's word was needed for it")
                .isNull();
    }

    @Test
    void a_child_that_began_while_it_was_stopped_is_undone_with_its_parent() throws Exception {
        Run parent = inState(RunState.WAITING);
        Run child = childOf(parent, RunState.REQUESTED);

        whileItBecomes(
                child,
                "state = 'RUNNING', started_at = now()",
                () -> children.stopActive(parent, new Wish(Wish.Kind.ROLL_BACK, "ada")));

        assertThat(journal.find(child.id()).orElseThrow().wish().kind()).isEqualTo(Wish.Kind.ROLL_BACK);
    }

    @Test
    void what_a_child_waits_for_that_is_not_stopped_after_all_goes_on() throws Exception {
        Run parent = inState(RunState.WAITING);
        Run child = childOf(parent, RunState.RUNNING);
        Run grandchild = childOf(child, RunState.RUNNING);

        whileItBecomes(child, "state = 'NEEDS_ATTENTION'", () -> children.stopActive(parent, CANCEL));

        assertThat(journal.find(child.id()).orElseThrow().state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(journal.find(grandchild.id()).orElseThrow().wish()).isNull();
    }

    /** Somebody asks who still sees the run as it was, and waits for the change to be committed. */
    private void whileItBecomes(Run run, String change, Runnable asks) throws Exception {
        CompletableFuture<Void> asked = transaction.execute(status -> {
            jdbc.sql("UPDATE run SET %s, epoch = epoch + 1 WHERE id = :run".formatted(change))
                    .param("run", run.id())
                    .update();
            int here = connection();
            CompletableFuture<Void> begun = CompletableFuture.runAsync(asks, task -> new Thread(task, "asks").start());
            await().atMost(Duration.ofSeconds(15)).until(() -> begun.isCompletedExceptionally() || isWaitedFor(here));
            return begun;
        });
        asked.get(15, TimeUnit.SECONDS);
    }

    /** A run that another waits for, and nobody works on. */
    private Run childOf(Run parent, RunState state) {
        Run child = inState(state);
        jdbc.sql(
                        "UPDATE run SET pipeline = 'long-work', parent = :parent, request_id = :request, epoch = 1 WHERE id = :child")
                .param("parent", parent.id())
                .param("request", ChildRequest.id(parent.id(), Phase.RUN, "ask"))
                .param("child", child.id())
                .update();
        return child;
    }

    private Run child(Run parent) {
        return journal.newest(null, 50).stream()
                .filter(run -> parent.id().equals(run.parent()))
                .findFirst()
                .orElseThrow();
    }

    private Run working(Run run) {
        await().atMost(Duration.ofSeconds(10)).until(() -> witness.of(run.id()).contains("working"));
        return run;
    }

    private List<String> events(Run run) {
        return outbox.waiting(100_000).stream()
                .map(Outbox.Waiting::event)
                .filter(event -> event.subject().equals(run.id().toString()))
                .map(event -> event.type().replace("io.upkeep.", "").replace(".v1", ""))
                .toList();
    }
}
