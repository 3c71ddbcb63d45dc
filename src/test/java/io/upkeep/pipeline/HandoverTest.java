package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HandoverTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration POLL = Duration.ofSeconds(2);

    private final Underway underway = new Underway();
    private final Pauses pauses = new Pauses();
    private final Handover handover = new Handover(
            new EngineSettings(
                    "node", 2, POLL, Duration.ofSeconds(2), 5, Duration.ofSeconds(30), Duration.ofSeconds(8)),
            underway,
            pauses);

    @Test
    void a_run_gets_a_free_worker_when_nobody_queues() {
        assertThat(handover.promise()).as("the queue was not looked into yet").isFalse();
        handover.looked(NOW, false);
        assertThat(handover.promise()).as("somebody queues").isFalse();
        handover.looked(NOW, true);

        assertThat(handover.promise()).isTrue();
        Run run = run();
        handover.hand(run);

        assertThat(handover.next(5)).containsExactly(run);
        assertThat(handover.next(5)).as("once").isEmpty();
        assertThat(handover.begin(run.id())).contains(run);
        assertThat(handover.begin(run.id())).as("once").isEmpty();
    }

    @Test
    void no_worker_is_promised_twice() {
        handover.looked(NOW, true);
        assertThat(handover.promise()).isTrue();
        Run run = run();
        handover.hand(run);
        assertThat(handover.promise()).isTrue();
        assertThat(handover.promise()).as("both are promised").isFalse();
        handover.looked(NOW, true);
        handover.withdraw();
        assertThat(handover.promise()).as("one came to nothing").isTrue();
        handover.withdraw();

        RunAtWork first = underway.begin(handover.next(1).get(0).id());
        handover.begin(run.id());
        RunAtWork second = underway.begin(UUID.randomUUID());
        assertThat(handover.promise()).as("both are at work").isFalse();
        underway.end(first);
        underway.end(second);
    }

    @Test
    void who_queues_is_not_overtaken() {
        handover.looked(NOW, true);
        underway.begin(UUID.randomUUID());
        RunAtWork second = underway.begin(UUID.randomUUID());
        assertThat(handover.promise()).isFalse();
        Run queued = run();
        handover.queued(queued);
        underway.end(second);

        assertThat(handover.promise())
                .as("the worker is for the one that queues")
                .isFalse();
        handover.looked(NOW, true);
        assertThat(handover.promise()).isTrue();
        assertThat(handover.begin(queued.id())).as("it need not be read").contains(queued);
    }

    @Test
    void the_queue_is_looked_into_now_and_then_whatever_is_handed_over() {
        assertThat(handover.isLookDue(NOW)).isTrue();
        handover.looked(NOW, true);
        assertThat(handover.isLookDue(NOW.plus(POLL).minusMillis(1))).isFalse();
        assertThat(handover.isLookDue(NOW.plus(POLL))).isTrue();

        handover.lookSoon();
        assertThat(handover.isLookDue(NOW)).isTrue();
    }

    @Test
    void a_paused_node_gets_nothing() {
        handover.looked(NOW, true);
        pauses.set(new Pauses.State(null, "node is paused by ada"));

        assertThat(handover.promise()).isFalse();
    }

    @Test
    void a_node_that_ends_keeps_nothing_for_itself() {
        handover.looked(NOW, true);
        handover.close();
        handover.looked(NOW, true);

        assertThat(handover.promise()).isFalse();
    }

    private static Run run() {
        return Run.requested(UUID.randomUUID(), "greet", Map.of(), "person:ada", NOW, 0);
    }
}
