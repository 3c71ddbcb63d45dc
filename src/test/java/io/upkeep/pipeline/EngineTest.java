package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.event.Outbox;
import io.upkeep.run.IllegalTransition;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.RunWrite;
import io.upkeep.run.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The engine's promises on small routes and a real database. */
class EngineTest extends EngineFixture {

    @Test
    void executes_the_steps_in_order_and_succeeds() {
        Run run = atRest(request("five-steps", Map.of()));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("one", "two", "three", "four", "five");
        assertThat(journal.steps(run.id())).allMatch(step -> step.state() == StepRecord.State.FINISHED);
    }

    @Test
    void numbers_the_events_of_a_run_without_gaps() {
        Run run = atRest(request("change-something", Map.of("failAt", "verify")));

        List<Long> sequences = outbox.waiting(100_000).stream()
                .map(Outbox.Waiting::event)
                .filter(event -> event.subject().equals(run.id().toString()))
                .map(event -> event.sequence())
                .toList();
        assertThat(sequences).hasSizeGreaterThan(10);
        assertThat(sequences)
                .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(1, sequences.size())
                        .boxed()
                        .toList());
    }

    @Test
    void sends_a_failed_run_to_its_rollback_route_which_undoes_only_what_had_started() {
        Run run = atRest(request("change-something", Map.of("failAt", "change")));

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("change");
        assertThat(run.failure()).contains("change was told to fail");
        assertThat(witness.of(run.id())).containsExactly("prepare", "change", "undo-change", "confirm");
        assertThat(step(run, Phase.ROLLBACK, "undo-verify").state()).isEqualTo(StepRecord.State.SKIPPED);
    }

    @Test
    void a_step_of_a_failing_rollback_that_a_person_undid_by_hand_is_skipped_and_the_run_keeps_why_it_failed() {
        witness.failAt("undo-change", new IllegalStateException("no way back"));
        Run stuck = atRest(request("change-something", Map.of("failAt", "verify")));
        assertThat(stuck.state()).isEqualTo(RunState.ROLLBACK_FAILED);

        runs.skip(stuck.id(), "person:bob", "undone by hand");

        Run over = atRest(stuck);
        assertThat(over.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.failedStep()).isEqualTo("verify");
        assertThat(step(over, Phase.ROLLBACK, "undo-change").failure())
                .isEqualTo("skipped by person:bob: undone by hand");
        assertThat(step(over, Phase.RUN, "verify").state()).isEqualTo(StepRecord.State.FAILED);
    }

    @Test
    void a_failing_rollback_asks_for_a_person_and_goes_on_from_there_on_their_word() {
        witness.failAt("undo-change", new IllegalStateException("no way back"));
        Run stuck = atRest(request("change-something", Map.of("failAt", "verify")));
        assertThat(stuck.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(stuck.reason()).contains("undo-change").contains("no way back");

        witness.letGo();
        runs.resume(stuck.id(), "ada");
        Run run = atRest(stuck);

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(witness.of(run.id()))
                .containsExactly("prepare", "change", "verify", "undo-verify", "undo-change", "undo-change", "confirm");
    }

    @Test
    void without_a_rollback_route_a_failed_run_asks_and_resumes_at_the_failed_step() {
        witness.failAt("tell", new IllegalStateException("nobody listens"));
        Run stuck = atRest(request("read-only", Map.of()));
        assertThat(stuck.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(stuck.failedStep()).isEqualTo("tell");

        witness.letGo();
        runs.resume(stuck.id(), "ada");
        Run run = atRest(stuck);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.failure()).isNull();
        assertThat(witness.of(run.id())).containsExactly("look", "tell", "tell");
    }

    @Test
    void resumes_after_a_crash_at_the_first_unfinished_step() {
        Run run = interruptedAt("change", "change-something");

        Run done = atRest(run);

        assertThat(done.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("change", "verify");
        assertThat(step(done, Phase.RUN, "change").attempt()).isEqualTo(2);
    }

    @Test
    void a_run_that_is_cancelled_while_its_owner_is_dead_is_not_over_as_long_as_its_step_may_go_on() {
        Run run = cutOffAt(
                "change",
                "change-something",
                catalog.find("change-something").orElseThrow().hash());
        assertThat(runs.cancel(run.id(), "ada").state()).isEqualTo(RunState.RUNNING);
        enqueue(run);

        asksBeforeItIsCancelled(atRest(run));
    }

    @Test
    void a_step_that_its_owner_left_with_nothing_at_work_keeps_no_run_from_being_cancelled() {
        Run run = cutOffAt(
                "change",
                "change-something",
                catalog.find("change-something").orElseThrow().hash());
        jdbc.sql("UPDATE step SET finished_at = now() WHERE run_id = :run AND state = 'STARTED'")
                .param("run", run.id())
                .update();
        runs.cancel(run.id(), "ada");
        enqueue(run);

        Run cancelled = atRest(run);

        assertThat(cancelled.state()).as(cancelled.reason()).isEqualTo(RunState.CANCELLED);
        assertThat(witness.of(run.id())).isEmpty();
    }

    @Test
    void a_run_whose_owner_died_between_two_steps_is_cancelled_without_further_ado() {
        Run run = cutOffAt(
                "change",
                "change-something",
                catalog.find("change-something").orElseThrow().hash());
        jdbc.sql(
                        "UPDATE step SET state = 'FINISHED', checkpoint = '{\"body\":null,\"variables\":{}}' WHERE run_id = :run")
                .param("run", run.id())
                .update();
        runs.cancel(run.id(), "ada");
        enqueue(run);

        assertThat(atRest(run).state()).isEqualTo(RunState.CANCELLED);
        assertThat(witness.of(run.id())).isEmpty();
    }

    @Test
    void a_step_that_was_cut_off_is_not_repeated_where_the_pipeline_says_ask() {
        Run run = interruptedAt("delicate", "asks-when-cut-off");

        Run asking = atRest(run);

        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason()).contains("delicate").contains("cut off");
        assertThat(witness.of(run.id())).isEmpty();
        assertThat(runs.cancel(run.id(), "ada").state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_step_that_was_cut_off_is_undone_where_the_pipeline_says_rollback() {
        Run run = interruptedAt("delicate", "undoes-when-cut-off");

        Run undone = atRest(run);

        assertThat(undone.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(witness.of(run.id())).containsExactly("undo-delicate");
    }

    @Test
    void asks_a_person_when_the_route_changed_while_the_run_was_interrupted() {
        Run run = interruptedAt("change", "change-something", "0000-another-text");

        Run asking = atRest(run);

        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason()).contains("changed while the run was interrupted");
        assertThat(witness.of(run.id())).isEmpty();

        runs.rollBack(run.id(), "ada");
        assertThat(atRest(run).state()).isEqualTo(RunState.ROLLED_BACK);
    }

    @Test
    void keeps_steps_in_branches_and_shared_routes_apart() {
        Run run = atRest(request("branches", Map.of()));

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(journal.steps(run.id()).stream().map(s -> s.key().toString()))
                .containsExactly(
                        "each[0]",
                        "each[1]",
                        "each[2]",
                        "outer",
                        "outer/inner",
                        "outer/inner/common",
                        "outer/inner-again",
                        "outer/inner-again/common");
    }

    @Test
    void refuses_a_step_that_a_replay_could_not_tell_from_another() {
        Run run = atRest(request("called-twice", Map.of()));

        assertThat(run.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(run.failure()).contains("'common' is executed twice").contains("a step of its own");
    }

    @Test
    void refuses_a_body_that_cannot_be_written_down_naming_step_and_fix() {
        Run run = atRest(request("unwritable", Map.of()));

        assertThat(run.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(run.failure())
                .contains("leave-a-thread")
                .contains("java.lang.Thread")
                .contains("convertBodyTo");
    }

    @Test
    void starts_no_step_past_the_timeout() {
        Run run = atRest(request("too-slow", Map.of()));

        assertThat(run.failure()).contains("past its timeout");
        assertThat(witness.of(run.id())).isEmpty();
    }

    @Test
    void a_writer_of_an_older_epoch_is_fenced() {
        witness.stallAt("look");
        Run run = request("read-only", Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> witness.of(run.id()).contains("look"));
        jdbc.sql("UPDATE run SET epoch = epoch + 1, state = 'NEEDS_ATTENTION', owner = NULL WHERE id = :id")
                .param("id", run.id())
                .update();

        witness.letGo();

        await().atMost(Duration.ofSeconds(10)).until(() -> dispatcher.idle());
        assertThat(witness.of(run.id())).containsExactly("look");
        assertThat(step(run, Phase.RUN, "look").state()).isEqualTo(StepRecord.State.STARTED);
    }

    @Test
    void a_repeated_request_gets_the_run_of_the_first() {
        String id = "order-" + UUID.randomUUID();
        Run first = runs.request(new RunRequest("five-steps", Map.of(), "person:ada", id));
        Run second = runs.request(new RunRequest("five-steps", Map.of(), "person:ada", id));

        assertThat(second.id()).isEqualTo(first.id());
        atRest(first);
        assertThat(witness.of(first.id())).hasSize(5);
    }

    @Test
    void refuses_unknown_pipelines_and_wrong_parameters_before_anything_is_recorded() {
        assertThatThrownBy(() -> request("no-such", Map.of()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("no-such")
                .hasMessageContaining("change-something");
        assertThatThrownBy(() -> request("change-something", Map.of("frob", "1")))
                .hasMessageContaining("'frob' is not an input of change-something; its inputs are failAt, note");
    }

    @Test
    void every_transition_of_the_table_and_no_other_is_taken() {
        Set<String> visited = new HashSet<>();
        for (RunState from : RunState.values()) {
            for (RunTrigger trigger : RunTrigger.values()) {
                Run run = inState(from);
                RunState next =
                        RunState.transitions().getOrDefault(from, Map.of()).get(trigger);
                if (next == null) {
                    assertThatThrownBy(() -> from.after(trigger)).isInstanceOf(IllegalTransition.class);
                } else {
                    write(run, run.moved(from.after(trigger), Change.NONE, run.epoch(), Instant.now()));
                    assertThat(journal.find(run.id()).orElseThrow().state()).isEqualTo(next);
                    visited.add(from + " " + trigger);
                }
                jdbc.sql("DELETE FROM run WHERE id = :id").param("id", run.id()).update();
            }
        }
        assertThat(visited)
                .hasSize(RunState.transitions().values().stream()
                        .mapToInt(Map::size)
                        .sum());
    }

    private void write(Run run, Run next) {
        journal.write(new RunWrite(
                UUID.randomUUID(), run, "nobody", false, next, List.of(), List.of(), new RunWrite.Queue.Keep(), false));
    }
}
