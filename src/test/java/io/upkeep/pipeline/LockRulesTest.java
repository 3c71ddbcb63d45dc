package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.Governance.Overlap;
import io.upkeep.pipeline.LockRules.Busy;
import io.upkeep.pipeline.LockRules.Decision;
import io.upkeep.pipeline.LockRules.Free;
import io.upkeep.pipeline.LockRules.GivesWay;
import io.upkeep.pipeline.LockRules.Held;
import io.upkeep.pipeline.LockRules.Queued;
import io.upkeep.pipeline.LockRules.Skip;
import io.upkeep.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    void that_one_of_its_pipeline_is_under_way_is_not_hidden_by_the_targets_which_that_holds() {
        List<String> slots = LockRules.slots("deploy", 1);
        Held first = new Held(UUID.randomUUID(), "run 1", NOW, null);
        Map<String, Held> held = Map.of(slots.get(0), first, "api-1", first);
        Queued self = run(0, 0, "api-1");

        assertThat(LockRules.decide(self, slots, Overlap.SKIP, held, List.of(), NOW))
                .isInstanceOf(Skip.class);
        assertThat(LockRules.decide(self, slots, Overlap.CANCEL_OLDER, held, List.of(), NOW))
                .isInstanceOfSatisfying(
                        Busy.class, busy -> assertThat(busy.kind()).isEqualTo(Verdict.Kind.CONCURRENCY));
        assertThat(LockRules.decide(self, slots, Overlap.QUEUE, held, List.of(), NOW))
                .isInstanceOfSatisfying(
                        Busy.class, busy -> assertThat(busy.kind()).isEqualTo(Verdict.Kind.TARGET_BUSY));
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

    @Test
    void a_child_uses_what_the_runs_that_wait_for_it_hold_also_past_others_in_the_queue() {
        UUID oldest = UUID.randomUUID();
        Held held = new Held(oldest, "the oldest", NOW, null);
        List<String> slots = LockRules.slots("deploy", 1);
        Map<String, Held> all = Map.of("api-1", held, slots.get(0), held);
        List<Queued> queue = List.of(run(5, 900, "api-1", slots.get(0)));
        Queued grandchild = childOf(Set.of(oldest, UUID.randomUUID()), "api-1");

        assertThat(LockRules.decide(grandchild, slots, Overlap.QUEUE, all, queue, NOW))
                .isEqualTo(new Free(List.of("api-1", slots.get(0))));
        assertThat(LockRules.decide(run(9, 0, "api-1"), slots, Overlap.QUEUE, all, queue, NOW))
                .as("anybody else")
                .isInstanceOf(Busy.class);
    }

    @Test
    void of_two_children_one_at_a_time_uses_it_and_may_lend_it_on() {
        UUID parent = UUID.randomUUID();
        Queued first = childOf(Set.of(parent), "api-1");
        Map<String, Held> lent = Map.of("api-1", new Held(parent, "the parent", NOW, null, Set.of(first.run())));

        assertThat(decide(first, lent, List.of())).isInstanceOf(Free.class);
        assertThat(decide(childOf(Set.of(parent, first.run()), "api-1"), lent, List.of()))
                .as("a child of the first")
                .isInstanceOf(Free.class);
        assertThat(decide(childOf(Set.of(parent), "api-1"), lent, List.of()))
                .isInstanceOfSatisfying(
                        Busy.class,
                        busy -> assertThat(busy.reason())
                                .contains("locked by the parent", "lent to run " + first.run()));
    }

    @Test
    void a_child_takes_a_free_place_before_that_of_the_run_that_waits_for_it() {
        UUID parent = UUID.randomUUID();
        List<String> slots = LockRules.slots("deploy", 2);
        Map<String, Held> held = Map.of(slots.get(0), new Held(parent, "the parent", NOW, null));

        assertThat(LockRules.decide(childOf(Set.of(parent)), slots, Overlap.QUEUE, held, List.of(), NOW))
                .isEqualTo(new Free(List.of(slots.get(1))));
    }

    @Test
    void of_two_families_that_want_each_others_locks_the_child_that_comes_second_gives_way() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        Map<String, Held> held = Map.of("api-1", holder(first), "database", holder(second));
        Queued childOfFirst = childOf(Set.of(first), "database");
        Queued childOfSecond = childOf(Set.of(UUID.randomUUID(), second), "api-1", "cache");

        assertThat(decide(childOfFirst, held, List.of()))
                .as("nobody of the second waits yet")
                .isInstanceOf(Busy.class);
        assertThat(decide(childOfSecond, held, List.of(childOfFirst)))
                .isInstanceOfSatisfying(
                        GivesWay.class,
                        givesWay -> assertThat(givesWay.reason())
                                .startsWith("api-1 is locked by run " + first)
                                .contains("neither would ever go on"));
        assertThat(decide(run(0, 0, "database"), held, List.of(childOfFirst, childOfSecond)))
                .as("who holds nothing is in nobody's way")
                .isInstanceOf(Busy.class);
    }

    @Test
    void a_circle_of_three_is_found_and_a_chain_is_none() {
        List<UUID> parents = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        Map<String, Held> held = Map.of(
                "api-1", holder(parents.get(0)), "api-2", holder(parents.get(1)), "database", holder(parents.get(2)));
        List<Queued> chain =
                List.of(childOf(Set.of(parents.get(0)), "api-2"), childOf(Set.of(parents.get(1)), "database"));

        assertThat(decide(childOf(Set.of(parents.get(2)), "api-1"), held, chain))
                .isInstanceOf(GivesWay.class);
        assertThat(decide(childOf(Set.of(parents.get(2)), "cache"), held, chain))
                .isInstanceOf(Free.class);
        assertThat(decide(childOf(Set.of(parents.get(0)), "api-2"), held, List.of(chain.get(1))))
                .isInstanceOf(Busy.class);
    }

    @Test
    void a_child_overtakes_who_waits_for_what_its_parent_holds_and_nobody_else() {
        UUID parent = UUID.randomUUID();
        Map<String, Held> held = Map.of("api-1", holder(parent));
        Queued waitsForTheParent = run(5, 900, "api-1", "database");
        Queued waitsBehindThat = run(5, 600, "database", "cache");
        Queued waitsForSomebodyElse = run(5, 900, "cache", "queue");

        assertThat(decide(childOf(Set.of(parent), "database"), held, List.of(waitsForTheParent)))
                .isInstanceOf(Free.class);
        assertThat(decide(childOf(Set.of(parent), "cache"), held, List.of(waitsForTheParent, waitsBehindThat)))
                .isInstanceOf(Free.class);
        assertThat(decide(childOf(Set.of(parent), "cache"), held, List.of(waitsForTheParent, waitsForSomebodyElse)))
                .isInstanceOf(Busy.class);
        assertThat(decide(run(0, 0, "database"), held, List.of(waitsForTheParent)))
                .isInstanceOf(Busy.class);
    }

    @Test
    void a_place_is_waited_for_in_a_circle_only_where_every_place_is() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        List<String> slots = LockRules.slots("deploy", 2);
        Queued childOfSecond = childOf(Set.of(second), "api-1");
        Queued childOfFirst = childOf(Set.of(first));

        Map<String, Held> oneIsAnothers =
                Map.of("api-1", holder(first), slots.get(0), holder(second), slots.get(1), holder(UUID.randomUUID()));
        assertThat(LockRules.decide(childOfFirst, slots, Overlap.QUEUE, oneIsAnothers, List.of(childOfSecond), NOW))
                .isInstanceOf(Busy.class);
        Map<String, Held> both =
                Map.of("api-1", holder(first), slots.get(0), holder(second), slots.get(1), holder(second));
        assertThat(LockRules.decide(childOfFirst, slots, Overlap.QUEUE, both, List.of(childOfSecond), NOW))
                .isInstanceOf(GivesWay.class);
    }

    private static Held holder(UUID run) {
        return new Held(run, "run " + run, NOW, null);
    }

    private static Queued childOf(Set<UUID> ancestors, String... locks) {
        return new Queued(UUID.randomUUID(), 0, NOW, List.of(locks), ancestors);
    }

    private static Decision decide(Queued self, Map<String, Held> held, List<Queued> queue) {
        return LockRules.decide(self, List.of(), Overlap.QUEUE, held, queue, NOW);
    }

    private static Queued run(int priority, long waitedSeconds, String... locks) {
        return new Queued(UUID.randomUUID(), priority, NOW.minus(Duration.ofSeconds(waitedSeconds)), List.of(locks));
    }
}
