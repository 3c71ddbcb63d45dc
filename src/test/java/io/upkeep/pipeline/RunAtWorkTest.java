package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.fleet.StopReason;
import io.upkeep.run.Phase;
import io.upkeep.run.Run.Wish;
import io.upkeep.run.StepKey;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How others ask the work on a run to stop. */
class RunAtWorkTest {

    private static final StepKey STEP = new StepKey(Phase.RUN, "deploy", "");
    private static final StepKey UNDOING = new StepKey(Phase.ROLLBACK, "undo-deploy", "");

    private final RunAtWork work = new RunAtWork(UUID.randomUUID());

    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    @Test
    void a_stop_that_comes_between_a_steps_begin_and_its_work_ends_that_work() {
        work.stop(new Stop.Wished(new Wish(Wish.Kind.CANCEL, "ada")));

        work.enter(STEP);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_pause_and_a_nodes_rest_let_the_step_come_to_its_end() {
        work.stop(new Stop.NodeRests());
        work.stop(new Stop.Wished(new Wish(Wish.Kind.PAUSE, "ada")));

        work.enter(STEP);

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void an_undoing_is_what_the_stop_has_led_to_and_ends_only_with_the_ownership() {
        work.stop(new Stop.Wished(new Wish(Wish.Kind.ROLL_BACK, "ada")));
        work.undo();
        assertThat(work.stop()).isNull();
        work.enter(UNDOING);
        assertThat(Thread.interrupted()).isFalse();

        work.stop(new Stop.OwnershipLost());
        assertThat(Thread.interrupted()).isTrue();
        work.enter(UNDOING);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_persons_stop_that_is_heard_of_late_does_not_end_the_undoing_that_has_begun_meanwhile() {
        work.undo();
        work.enter(UNDOING);

        work.stop(new Stop.Wished(new Wish(Wish.Kind.ROLL_BACK, "ada")));

        assertThat(Thread.interrupted()).isFalse();
        assertThat(work.stop()).isNull();
    }

    @Test
    void a_node_that_came_to_rest_after_a_persons_stop_rests_from_the_undoing_too() {
        work.stop(new Stop.Wished(new Wish(Wish.Kind.ROLL_BACK, "ada")));
        work.stop(new Stop.NodeRests());

        work.undo();

        assertThat(work.stop()).isInstanceOf(Stop.NodeRests.class);
    }

    @Test
    void a_persons_word_that_did_not_lead_to_the_undoing_is_said_to_have_come_too_late() {
        work.stop(new Stop.Wished(new Wish(Wish.Kind.CANCEL, "ada")));
        assertThat(work.missed()).isEmpty();

        work.undo();

        assertThat(work.missed()).contains(new Wish(Wish.Kind.CANCEL, "ada"));
    }

    @Test
    void one_that_asks_for_what_is_done_anyhow_is_not() {
        work.stop(new Stop.Wished(new Wish(Wish.Kind.ROLL_BACK, "ada")));
        work.undo();
        work.stop(new Stop.Wished(new Wish(Wish.Kind.ROLL_BACK, "bob")));

        assertThat(work.missed()).isEmpty();
    }

    @Test
    void a_node_that_waits_no_longer_ends_the_step_and_has_its_work_on_hosts_go_on() {
        work.stop(new Stop.NodeRests());
        work.enter(STEP);

        work.stop(new Stop.NodeStops());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(work.stopReason(STEP)).isEqualTo(StopReason.SHUTDOWN);
    }

    @Test
    void a_step_that_a_person_is_ending_is_ended_on_hosts_though_its_node_waits_no_longer() {
        work.stop(new Stop.Wished(new Wish(Wish.Kind.CANCEL, "ada")));
        work.enter(STEP);

        work.stop(new Stop.NodeStops());

        assertThat(work.stopReason(STEP)).isEqualTo(StopReason.CANCELLED);
    }

    @Test
    void lost_ownership_is_not_forgotten_when_the_run_is_undone() {
        work.stop(new Stop.OwnershipLost());

        work.undo();

        assertThat(work.stop()).isInstanceOf(Stop.OwnershipLost.class);
    }

    @Test
    void a_step_at_work_ends_with_a_persons_stop() {
        work.enter(STEP);

        work.stop(new Stop.Wished(new Wish(Wish.Kind.ROLL_BACK, "ada")));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void steps_that_are_past_their_time_at_once_are_each_known_to_be() {
        StepKey beside = new StepKey(Phase.RUN, "verify", "");
        work.enter(STEP);
        work.enter(beside);
        work.timeOut(STEP);
        work.timeOut(beside);

        assertThat(work.leave(STEP)).contains(STEP);
        assertThat(work.stopReason(STEP)).isEqualTo(StopReason.SHUTDOWN);
        assertThat(work.stopReason(beside)).isEqualTo(StopReason.TIMED_OUT);
        assertThat(work.leave(beside)).contains(beside);
    }

    @Test
    void a_thread_that_entered_a_step_around_others_may_be_at_work_elsewhere() throws InterruptedException {
        StepKey within = new StepKey(Phase.RUN, "deploy/restart", "0");
        Thread outer = new Thread(() -> work.enter(STEP));
        outer.start();
        outer.join();
        work.enter(within);

        work.timeOut(STEP);

        assertThat(Thread.interrupted()).as("who is in the step within it").isTrue();
        assertThat(work.stopReason(within)).isEqualTo(StopReason.TIMED_OUT);
        assertThat(work.leave(within)).contains(STEP);
        assertThat(work.leave(STEP)).contains(STEP);
        assertThat(work.stopReason(within)).isEqualTo(StopReason.SHUTDOWN);
    }
}
