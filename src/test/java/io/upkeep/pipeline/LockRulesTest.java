package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.Governance.Overlap;
import io.upkeep.pipeline.LockRules.Busy;
import io.upkeep.pipeline.LockRules.Decision;
import io.upkeep.pipeline.LockRules.Free;
import io.upkeep.pipeline.LockRules.Held;
import io.upkeep.pipeline.LockRules.Queued;
import io.upkeep.pipeline.LockRules.Skip;
import io.upkeep.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who gets which lock, and where the others stand. */
class LockRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Held ADA = new Held(null, "ada", NOW.minusSeconds(60), "changes a disk");

    @Test
    void free_targets_are_taken_together() {
        assertThat(decide(run(0, 0, "api-1", "api-2"), Map.of(), List.of()))
                .isEqualTo(new Free(List.of("api-1", "api-2")));
    }

    @Test
    void a_locked_target_says_by_whom_since_when_and_the_place_in_the_queue() {
        Queued older = run(0, 30, "api-2");

        Decision decision = decide(run(0, 0, "api-1", "api-2"), Map.of("api-2", ADA), List.of(older));

        assertThat(decision).isInstanceOfSatisfying(Busy.class, busy -> {
            assertThat(busy.kind()).isEqualTo(Verdict.Kind.TARGET_BUSY);
            assertThat(busy.reason())
                    .isEqualTo(
                            "api-2 is locked by ada since 2026-11-24T11:59:00Z (changes a disk); number 2 in the queue");
            assertThat(busy.locks()).containsExactly("api-1", "api-2");
        });
    }

    @Test
    void nobody_overtakes_for_the_same_target_but_others_may_go_past() {
        Queued waitsForBoth = run(0, 30, "api-1", "database");
        Map<String, Held> held = Map.of("database", ADA);

        assertThat(decide(run(0, 0, "api-1"), held, List.of(waitsForBoth)))
                .as("would delay the older run")
                .isInstanceOf(Busy.class);
        assertThat(decide(run(0, 0, "api-2"), held, List.of(waitsForBoth)))
                .as("delays nobody")
                .isInstanceOf(Free.class);
    }

    @Test
    void a_higher_priority_goes_first_until_the_other_has_waited_long_enough() {
        Queued urgent = run(2, 0, "api-1");
        Queued patient = run(0, 15 * 60, "api-1");
        Queued forgotten = run(0, 40 * 60, "api-1");

        assertThat(decide(urgent, Map.of(), List.of(patient))).isInstanceOf(Free.class);
        assertThat(decide(patient, Map.of(), List.of(urgent))).isInstanceOf(Busy.class);
        assertThat(decide(urgent, Map.of(), List.of(forgotten))).isInstanceOf(Busy.class);
        assertThat(decide(forgotten, Map.of(), List.of(urgent))).isInstanceOf(Free.class);
    }

    /** Whatever comes later, with whatever priority below the bound, a waiting run's turn comes. */
    @Test
    void none_starves() {
        Queued waiting = run(0, 0, "api-1");
        Instant later = NOW.plus(Run.AGEING.multipliedBy(11));
        Queued newcomer = new Queued(UUID.randomUUID(), 10, later, List.of("api-1"));

        assertThat(LockRules.decide(waiting, List.of(), Overlap.QUEUE, Map.of(), List.of(newcomer), later))
                .isInstanceOf(Free.class);
    }

    @Test
    void as_many_runs_of_a_pipeline_go_at_once_as_it_says() {
        List<String> slots = LockRules.slots("deploy", 2);
        Held first = new Held(UUID.randomUUID(), "run 1", NOW, null);
        Held second = new Held(UUID.randomUUID(), "run 2", NOW, null);
        Queued self = run(0, 0);

        assertThat(LockRules.decide(self, slots, Overlap.QUEUE, Map.of(slots.get(0), first), List.of(), NOW))
                .isEqualTo(new Free(List.of(slots.get(1))));
        Map<String, Held> full = Map.of(slots.get(0), first, slots.get(1), second);
        assertThat(LockRules.decide(self, slots, Overlap.QUEUE, full, List.of(), NOW))
                .isInstanceOfSatisfying(Busy.class, busy -> {
                    assertThat(busy.kind()).isEqualTo(Verdict.Kind.CONCURRENCY);
                    assertThat(busy.reason()).contains("run 1, run 2").endsWith("number 1 in the queue");
                });
        assertThat(LockRules.decide(self, slots, Overlap.SKIP, full, List.of(), NOW))
                .isInstanceOf(Skip.class);
    }

    @Test
    void a_run_that_goes_on_finds_its_own_locks_again() {
        Queued self = run(0, 0, "api-1");
        Held own = new Held(self.run(), "itself", NOW, null);
        List<String> slots = LockRules.slots("deploy", 1);

        assertThat(LockRules.decide(
                        self,
                        slots,
                        Overlap.QUEUE,
                        Map.of("api-1", own, slots.get(0), own),
                        List.of(run(5, 9, "api-1")),
                        NOW))
                .isEqualTo(new Free(List.of("api-1", slots.get(0))));
    }

    private static Decision decide(Queued self, Map<String, Held> held, List<Queued> queue) {
        return LockRules.decide(self, List.of(), Overlap.QUEUE, held, queue, NOW);
    }

    private static Queued run(int priority, long waitedSeconds, String... locks) {
        return new Queued(UUID.randomUUID(), priority, NOW.minus(Duration.ofSeconds(waitedSeconds)), List.of(locks));
    }
}
