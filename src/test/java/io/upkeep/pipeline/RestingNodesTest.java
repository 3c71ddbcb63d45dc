package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.run.StepRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A step fails by itself while its node is to rest. */
class RestingNodesTest extends EngineFixture {

    @Autowired
    private Underway underway;

    @Test
    void its_next_attempt_is_the_next_owners() {
        Run run = failsAsItsNodeRests("tries-again", "shaky");

        Run over = atRest(run);

        assertThat(over.state()).as(over.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(over.epoch()).as("it had another owner").isGreaterThan(run.epoch());
        assertThat(witness.of(run.id())).containsExactly("steady", "shaky", "shaky", "shaky");
        assertThat(step(over, Phase.RUN, "shaky").attempt()).isEqualTo(3);
    }

    @Test
    void so_is_that_of_an_undoing() {
        Run run = failsAsItsNodeRests("undone-at-the-third-attempt", "undo-break");

        Run over = atRest(run);

        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.epoch()).as("it had another owner").isGreaterThan(run.epoch());
        assertThat(witness.of(run.id())).containsExactly("break", "undo-break", "undo-break", "undo-break");
        assertThat(step(over, Phase.ROLLBACK, "undo-break").attempt()).isEqualTo(3);
    }

    @Test
    void one_that_is_not_to_be_tried_again_is_not_by_the_next_owner_of_the_other_branch_either() {
        Run run = failsAsItsNodeRests("fails-before-another-branch", "failing");

        Run over = atRest(run);

        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(over.epoch()).as("it had another owner").isGreaterThan(run.epoch());
        assertThat(over.failedStep()).startsWith("failing");
        assertThat(over.failure()).contains("attempt 1 of failing fails");
        assertThat(witness.of(run.id())).containsOnlyOnce("failing");
    }

    /** The run with the owner that is to rest. */
    private Run failsAsItsNodeRests(String pipeline, String step) {
        witness.stallAt(step);
        Run run = request(pipeline, Map.of());
        seen(run, step);
        Run before = journal.find(run.id()).orElseThrow();
        assertThat(journal.steps(run.id()))
                .filteredOn(one -> one.key().id().equals(step))
                .extracting(StepRecord::state)
                .containsExactly(StepRecord.State.STARTED);
        underway.find(run.id()).orElseThrow().stop(new Stop.NodeRests());
        witness.letGo();
        return before;
    }
}
