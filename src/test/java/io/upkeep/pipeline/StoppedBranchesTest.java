package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.run.StepRecord;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Work in parallel branches is told to end: the run's own thread only waits for it. */
class StoppedBranchesTest extends EngineFixture {

    @Autowired
    private Underway underway;

    @Test
    void a_rollback_that_a_person_asked_for_is_not_ended_with_them() {
        witness.stallAt("undo-around");
        Run run = request("works-in-branches", Map.of());
        seen(run, "left");
        seen(run, "right");

        runs.rollBack(run.id(), "ada");

        seen(run, "undo-around");
        witness.letGo();
        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.failure()).startsWith("ended because ada asked for it: ");
    }

    @Test
    void a_step_around_them_past_its_timeout_is_really_tried_again() {
        Run run = atRest(request("too-long-in-branches-twice", Map.of()));

        assertThat(witness.of(run.id())).containsExactlyInAnyOrder("left", "right", "left", "right");
        assertThat(run.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(run.failedStep()).startsWith("around/");
        assertThat(run.failure()).startsWith("step 'around' took longer than its timeout of 0.3 s and was ended: ");
        assertThat(step(run, Phase.RUN, "around").attempt()).isEqualTo(2);
    }

    @Test
    void what_follows_a_branch_that_ended_well_is_the_next_owners_when_the_node_stops() {
        witness.stallAt("caught");
        Run run = request("catches-its-end-in-a-branch", Map.of());
        seen(run, "left");
        seen(run, "right");
        Run before = journal.find(run.id()).orElseThrow();

        underway.find(run.id()).orElseThrow().stop(new Stop.NodeStops());

        seen(run, "caught");
        witness.letGo();
        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(over.epoch()).as("it had another owner").isGreaterThan(before.epoch());
        assertThat(journal.steps(run.id())).extracting(StepRecord::state).containsOnly(StepRecord.State.FINISHED);
        assertThat(witness.of(run.id())).containsExactlyInAnyOrder("left", "right", "caught", "behind");
    }

    @Test
    void nothing_is_undone_while_one_is_at_work_that_the_stopping_node_did_not_wait_for() {
        witness.stallAt("working");
        Run run = request("fails-after-a-branch-began", Map.of());
        seen(run, "working");
        seen(run, "failed");
        Run before = journal.find(run.id()).orElseThrow();
        assertThat(before.state()).isEqualTo(RunState.RUNNING);

        underway.find(run.id()).orElseThrow().stop(new Stop.NodeStops());

        await().atMost(Duration.ofSeconds(15))
                .until(() -> times(run, "working") == 2 || times(run, "undo-working") > 0);
        assertThat(journal.find(run.id()).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        witness.letGo();
        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.epoch()).as("it had another owner").isGreaterThan(before.epoch());
        assertThat(over.failure()).isEqualTo("IllegalStateException: failing was told to fail");
        assertThat(witness.of(run.id())).containsOnlyOnce("failing").endsWith("undo-working");
    }

    @Test
    void nothing_is_undone_before_the_next_owner_has_come_to_what_the_stopping_node_left_beside_a_failure() {
        witness.stallAt("failing");
        Run run = request("fails-beside-later-work", Map.of());
        seen(run, "failing");
        seen(run, "working");
        witness.letGo();
        seen(run, "failed");
        assertThat(journal.find(run.id()).orElseThrow().state()).isEqualTo(RunState.RUNNING);

        underway.find(run.id()).orElseThrow().stop(new Stop.NodeStops());

        await().atMost(Duration.ofSeconds(15))
                .until(() -> times(run, "working") == 2 || times(run, "undo-working") > 0);
        assertThat(journal.find(run.id()).orElseThrow().state()).isEqualTo(RunState.RUNNING);
        runs.rollBack(run.id(), "ada");
        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.failure()).isEqualTo("IllegalStateException: failing was told to fail");
        assertThat(witness.of(run.id())).containsOnlyOnce("failing").endsWith("undo-working");
    }

    @Test
    void a_rollback_that_fails_beside_work_that_the_stopping_node_left_says_so() {
        witness.stallAt("slowly");
        witness.stallAt("badly");
        witness.failAt("badly", new IllegalStateException("no space left"));
        Run run = request("fails-beside-an-undoing", Map.of());
        seen(run, "slowly");
        seen(run, "badly");
        witness.letGo("badly");
        seen(run, "failed");

        underway.find(run.id()).orElseThrow().stop(new Stop.NodeStops());

        Run failed = atRest(run);
        assertThat(failed.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(failed.reason())
                .contains("the rollback route failed at step 'branch/badly[1.0]': IllegalStateException: no space left")
                .contains(
                        "; step 'slowly[0]' was cut off as its node stopped, and its work may go on: resuming finds it again;");
        witness.letGo();
        runs.resume(run.id(), "ada");
        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(journal.steps(run.id()))
                .filteredOn(step -> step.key().phase() == Phase.ROLLBACK)
                .extracting(step -> step.key().path(), StepRecord::work)
                .as("what goes on is found again, what failed is done again")
                .contains(tuple("slowly", 1), tuple("branch/badly", 2));
    }

    private long times(Run run, String step) {
        return witness.of(run.id()).stream().filter(step::equals).count();
    }
}
