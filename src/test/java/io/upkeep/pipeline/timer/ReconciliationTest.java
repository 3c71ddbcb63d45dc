package io.upkeep.pipeline.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.timer.Reconciliation.Missed;
import io.upkeep.pipeline.timer.Reconciliation.Outcome;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private static final Instant MIDNIGHT = at("00:00:00");

    @Test
    void nothing_is_owed_when_every_time_was_asked_for() {
        Reconciliation owed = reconcile(MissedPolicy.FIRE_ONCE, "01:10:00", "00:30:00", "01:00:00");

        assertThat(owed.fires()).isEmpty();
        assertThat(owed.missed()).isEmpty();
        assertThat(owed.newestAsked()).isEqualTo(at("01:00:00"));
        assertThat(owed.lookedUntil()).isEqualTo(at("01:09:55"));
    }

    @Test
    void a_fresh_time_is_left_to_quartz_for_a_moment_and_then_asked_for_without_being_called_missed() {
        assertThat(reconcile(MissedPolicy.SKIP, "00:30:03").fires()).isEmpty();

        Reconciliation owed = reconcile(MissedPolicy.SKIP, "00:30:06");
        assertThat(owed.fires()).containsExactly(at("00:30:00"));
        assertThat(owed.missed()).isEmpty();
    }

    @Test
    void after_two_hours_away_the_newest_time_is_made_up_for_once() {
        Reconciliation owed = reconcile(MissedPolicy.FIRE_ONCE, "02:10:00");

        assertThat(owed.fires()).containsExactly(at("02:00:00"));
        assertThat(owed.missed())
                .containsExactly(
                        new Missed(at("00:30:00"), Outcome.COVERED),
                        new Missed(at("01:00:00"), Outcome.COVERED),
                        new Missed(at("01:30:00"), Outcome.COVERED),
                        new Missed(at("02:00:00"), Outcome.MADE_UP));
    }

    @Test
    void after_two_hours_away_nothing_is_made_up_for_where_the_policy_is_to_wait() {
        Reconciliation owed = reconcile(MissedPolicy.SKIP, "02:10:00");

        assertThat(owed.fires()).isEmpty();
        assertThat(owed.missed()).hasSize(4).allMatch(missed -> missed.outcome() == Outcome.SKIPPED);
    }

    @Test
    void a_time_that_is_just_due_makes_up_for_those_before_it() {
        Reconciliation owed = reconcile(MissedPolicy.FIRE_ONCE, "02:00:30");

        assertThat(owed.fires()).containsExactly(at("02:00:00"));
        assertThat(owed.missed()).hasSize(3).allMatch(missed -> missed.outcome() == Outcome.COVERED);
    }

    @Test
    void a_time_before_one_that_ran_is_told_and_not_made_up_for() {
        Reconciliation owed = reconcile(MissedPolicy.FIRE_ONCE, "01:10:00", "01:00:00");

        assertThat(owed.fires()).isEmpty();
        assertThat(owed.missed()).containsExactly(new Missed(at("00:30:00"), Outcome.COVERED));
    }

    @Test
    void a_clock_that_went_back_owes_nothing_and_moves_nothing_back() {
        Reconciliation owed = Reconciliation.of(timer(MissedPolicy.FIRE_ONCE), at("05:00:00"), at("04:00:00"), due -> {
            throw new AssertionError("nothing to ask for");
        });
        assertThat(owed.fires()).isEmpty();
        assertThat(owed.lookedUntil()).isEqualTo(at("05:00:00"));
    }

    private static Reconciliation reconcile(MissedPolicy policy, String now, String... asked) {
        Set<Instant> known = Arrays.stream(asked).map(ReconciliationTest::at).collect(Collectors.toSet());
        return Reconciliation.of(timer(policy), MIDNIGHT, at(now), due -> known);
    }

    private static Timer timer(MissedPolicy policy) {
        return new Timer(
                "half-hourly", "0 0/30 * * * ?", ZoneId.of("UTC"), policy, List.of(new Timer.Asked("tick", Map.of())));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-05-01T" + time + "Z");
    }
}
