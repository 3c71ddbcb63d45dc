package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A selector that means nothing is told when its route loads; where one slips through, its runs say so and end. */
class UnknownTargetsTest extends EngineFixture {

    @Autowired
    private RunStarter starter;

    @Autowired
    private PipelineChecks checks;

    @Test
    void a_route_whose_targets_select_nothing_does_not_load() {
        assertThatThrownBy(() -> checks.check(selecting("label:gone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "maintenance:one-at-a-time: targets: selector 'label:gone': 'label:gone' selects no target; labels: none")
                .hasMessageContaining("governed.camel.yaml");
        assertThatThrownBy(() -> checks.check(selecting("lable:api")))
                .hasMessageContaining("'lable' is not a way to select; write all, label:api");
    }

    @Test
    void a_run_whose_targets_are_unknown_is_rejected_with_the_reason() {
        Run run = inState(RunState.REQUESTED);

        assertThat(starter.start(run, selecting("label:gone"))).isEmpty();

        Run rejected = journal.find(run.id()).orElseThrow();
        assertThat(rejected.state()).isEqualTo(RunState.REJECTED);
        assertThat(rejected.reason())
                .startsWith("targets of one-at-a-time: selector 'label:gone': 'label:gone' selects no target");
    }

    @Test
    void one_that_has_done_something_already_asks_a_person() {
        Run run = inState(RunState.WAITING);
        jdbc.sql("UPDATE run SET started_at = now() WHERE id = :id")
                .param("id", run.id())
                .update();

        assertThat(starter.start(journal.find(run.id()).orElseThrow(), selecting("label:gone")))
                .isEmpty();

        Run asking = journal.find(run.id()).orElseThrow();
        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason()).contains("'label:gone' selects no target").contains("resume it");
    }

    private Pipeline selecting(String targets) {
        Pipeline known = catalog.find("one-at-a-time").orElseThrow();
        return new Pipeline(
                known.name(),
                known.description(),
                known.inputs(),
                DeclaredTargets.of(targets, known.inputs()),
                known.impact(),
                known.owner(),
                known.stakeholders(),
                known.timeout(),
                known.rollback(),
                known.interrupted(),
                known.concurrency(),
                known.governance(),
                known.stepRules(),
                known.beginsWithStep(),
                known.steps(),
                known.rollbackSteps(),
                known.branches(),
                known.hash(),
                known.source());
    }
}
