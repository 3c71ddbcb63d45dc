package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.event.Outbox;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rollback route that waits for another run. */
class WaitingRollbackTest extends EngineFixture {

    @Test
    void a_rollback_waits_for_its_child_and_goes_on_after_its_step() {
        Run parent = undoing();
        Run child = child(parent);
        assertThat(parent.reason()).isEqualTo("waits for run %s of read-only".formatted(child.id()));
        assertThat(parent.failedStep()).isEqualTo("change");
        await().atMost(Duration.ofSeconds(10)).until(dispatcherHasLetGoOf(parent));

        witness.letGo();

        Run over = atRest(parent);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(witness.of(parent.id())).containsExactly("change", "undo-change", "confirm");
        assertThat(witness.of(child.id())).containsExactly("look", "tell");
        assertThat(events(parent)).containsSubsequence("run.failed", "run.waiting", "run.continued", "run.rolled_back");
    }

    @Test
    void nothing_is_undone_while_a_branch_of_the_failed_run_is_at_work() {
        witness.stallAt("working");
        Run run = request("fails-beside-work", Map.of());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> witness.of(run.id()).containsAll(List.of("working", "failing")));
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(10))
                .until(() -> journal.find(run.id()).orElseThrow().state() == RunState.RUNNING);

        witness.letGo();

        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.failedStep()).startsWith("failing");
        assertThat(witness.of(run.id()))
                .as("what the branch had not begun is neither begun nor undone")
                .containsExactlyInAnyOrder("working", "failing", "undo-working")
                .endsWith("undo-working");
    }

    @Test
    void a_child_that_fails_fails_the_rollback_and_resumed_it_asks_for_another() {
        Run parent = undoing();
        Run child = child(parent);
        runs.cancel(child.id(), "ada");
        witness.letGo();

        Run failed = atRest(parent);
        assertThat(failed.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(failed.reason()).contains("ask-child", child.id().toString(), "read-only", "CANCELLED");

        runs.resume(parent.id(), "ada");
        Run over = atRest(parent);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(witness.of(parent.id())).containsExactly("change", "undo-change", "confirm");
        assertThat(journal.newest("read-only", 1).get(0)).satisfies(second -> {
            assertThat(second.id()).isNotEqualTo(child.id());
            assertThat(second.parent()).isEqualTo(parent.id());
        });
    }

    @Test
    void a_rollback_whose_child_asks_for_a_person_waits_for_that_person() {
        witness.failAt("look", new IllegalStateException("nothing to see"));
        Run parent = waiting(request("undone-by-a-child", Map.of()), RunState.ROLLBACK_WAITING, Verdict.Kind.CHILD_RUN);
        Run child = atRest(child(parent));
        assertThat(child.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(journal.find(parent.id()).orElseThrow().state()).isEqualTo(RunState.ROLLBACK_WAITING);

        witness.letGo();
        runs.resume(child.id(), "ada");

        assertThat(atRest(parent).state()).isEqualTo(RunState.ROLLED_BACK);
    }

    @Test
    void a_waiting_rollback_is_cancelled_on_a_persons_word_and_its_child_with_it() {
        Run parent = undoing();
        Run child = child(parent);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> witness.of(child.id()).contains("look"));
        assertThat(runs.cancel(parent.id(), "ada").reason())
                .contains("cancelled by ada", child.id().toString());

        assertThat(atRest(child).state()).isEqualTo(RunState.CANCELLED);
        assertThat(atRest(parent).state()).isEqualTo(RunState.CANCELLED);
        assertThat(witness.of(child.id())).containsExactly("look");
        assertThat(witness.of(parent.id())).containsExactly("change", "undo-change");
    }

    @Test
    void another_node_goes_on_with_a_rollback_that_a_dead_one_had_waiting() {
        Run parent = undoing();
        Run child = child(parent);
        jdbc.sql("""
                        UPDATE scheduled_tasks SET picked = true, picked_by = 'a node that died', version = version + 1,
                            last_heartbeat = now() - interval '1 hour'
                        WHERE task_name = 'run' AND task_instance = :run
                        """).param("run", parent.id().toString()).update();

        witness.letGo();

        Run over = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> journal.find(parent.id()).orElseThrow(),
                        now -> now.state().isAtRest());
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(witness.of(parent.id())).containsExactly("change", "undo-change", "confirm");
        assertThat(witness.of(child.id())).containsExactly("look", "tell");
        assertThat(step(over, Phase.ROLLBACK, "ask-child").work()).isEqualTo(1);
    }

    @Test
    void a_child_of_the_pipeline_itself_is_stopped_before_its_rollback_begins() {
        witness.stallAt("look");
        Run parent = waiting(request("parent-undone-by-a-child", Map.of()), Verdict.Kind.CHILD_RUN);
        Run first = child(parent);
        runs.rollBack(parent.id(), "ada");

        Run over = atRest(parent);

        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        Run stopped = journal.find(first.id()).orElseThrow();
        assertThat(stopped.state()).isEqualTo(RunState.CANCELLED);
        assertThat(step(over, Phase.ROLLBACK, "undo-ask").startedAt()).isAfterOrEqualTo(stopped.finishedAt());
    }

    private Run undoing() {
        witness.stallAt("look");
        return waiting(request("undone-by-a-child", Map.of()), RunState.ROLLBACK_WAITING, Verdict.Kind.CHILD_RUN);
    }

    private Run child(Run parent) {
        return journal.newest("read-only", 20).stream()
                .filter(run -> parent.id().equals(run.parent()))
                .findFirst()
                .orElseThrow();
    }

    private java.util.concurrent.Callable<Boolean> dispatcherHasLetGoOf(Run run) {
        return () -> jdbc.sql("SELECT NOT picked FROM scheduled_tasks WHERE task_instance = :run")
                .param("run", run.id().toString())
                .query(Boolean.class)
                .single();
    }

    private List<String> events(Run run) {
        return outbox.waiting(100_000).stream()
                .map(Outbox.Waiting::event)
                .filter(event -> event.subject().equals(run.id().toString()))
                .map(event -> event.type().replace("io.upkeep.", "").replace(".v1", ""))
                .toList();
    }
}
