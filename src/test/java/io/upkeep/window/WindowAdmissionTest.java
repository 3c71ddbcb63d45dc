package io.upkeep.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** May this work start now? */
class WindowAdmissionTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant OPENS = Instant.parse("2026-11-29T01:00:00Z");
    private static final Target API = target("api-1", "api");
    private static final Target WEB = target("web-1", "web");
    private static final Work DEPLOY = new Work("deploy-configuration", List.of(API));
    private static final Occurrence WEEKLY =
            occurrence("weekly", WindowState.APPROVED, OPENS, Duration.ofHours(2), Scope.ALL);

    @Test
    void work_without_a_window_may_start_at_any_time() {
        assertThat(decide("none", OPENS.minusSeconds(1), 0)).isInstanceOf(WindowDecision.AnyTime.class);
        assertThat(WindowChoice.parse(null).isAnyTime()).isTrue();
    }

    @Test
    void is_closed_before_the_opening_and_says_when_it_opens() {
        assertThat(decide("weekly", OPENS.minusMillis(1), 0, WEEKLY))
                .isEqualTo(new WindowDecision.Closed(
                        "waits for window weekly, which opens Sunday 2026-11-29 02:00 Europe/Berlin", OPENS));
    }

    @Test
    void is_open_from_the_opening_on_also_when_the_keeper_has_not_noted_it_yet() {
        Instant closes = OPENS.plusSeconds(7200);

        assertThat(decide("weekly", OPENS, 0, WEEKLY))
                .isEqualTo(new WindowDecision.Open("weekly", WEEKLY.id(), closes.minusSeconds(1800), closes));
    }

    @Test
    void starts_nothing_new_from_the_cutoff_on() {
        Instant cutoff = WEEKLY.cutoffAt();
        Occurrence next =
                occurrence("weekly", WindowState.APPROVED, OPENS.plusSeconds(604_800), Duration.ofHours(2), Scope.ALL);

        assertThat(decide("weekly", cutoff.minusMillis(1), 0, WEEKLY, next)).isInstanceOf(WindowDecision.Open.class);
        assertThat(decide("weekly", cutoff, 0, WEEKLY, next))
                .isEqualTo(new WindowDecision.Closed(
                        "window weekly starts nothing new in its last 30 min (since 03:30); next is window weekly, which opens Sunday 2026-12-06 02:00 Europe/Berlin",
                        next.opens()));
    }

    @Test
    void work_must_be_done_before_the_cutoff_or_waits_for_a_window_that_is_long_enough() {
        Occurrence monthly =
                occurrence("monthly", WindowState.APPROVED, OPENS.plusSeconds(604_800), Duration.ofHours(4), Scope.ALL);

        assertThat(decide("weekly,monthly", OPENS, 90, WEEKLY, monthly)).isInstanceOf(WindowDecision.Open.class);
        assertThat(decide("weekly,monthly", OPENS, 91, WEEKLY, monthly))
                .isEqualTo(new WindowDecision.WillNotFit(
                        "needs 1 h 31 min, but only 1 h 30 min are left before the cutoff of window weekly (03:30); it fits into window monthly, which opens Sunday 2026-12-06 02:00 Europe/Berlin",
                        monthly.opens()));
        assertThat(decide("weekly", OPENS, 91, WEEKLY))
                .isEqualTo(new WindowDecision.WillNotFit(
                        "needs 1 h 31 min, but only 1 h 30 min are left before the cutoff of window weekly (03:30); no planned window is long enough",
                        null));
    }

    @Test
    void nothing_starts_in_a_window_that_is_only_proposed_is_being_verified_or_is_over() {
        for (WindowState state : WindowState.values()) {
            Occurrence there = occurrence("weekly", state, OPENS, Duration.ofHours(2), Scope.ALL);
            boolean mayStart = state == WindowState.APPROVED || state == WindowState.STARTED;

            assertThat(decide("weekly", OPENS.plusSeconds(60), 0, there) instanceof WindowDecision.Open)
                    .as(state.name())
                    .isEqualTo(mayStart);
        }
    }

    @Test
    void one_that_is_proposed_or_being_verified_is_told_with_what_opens_it() {
        Instant now = OPENS.plusSeconds(60);
        Occurrence proposed = occurrence("emergency", WindowState.PROPOSED, OPENS, Duration.ofHours(2), Scope.ALL);
        Occurrence verified = occurrence("emergency", WindowState.VERIFYING, OPENS, Duration.ofHours(2), Scope.ALL);
        String toAgree =
                "window emergency is proposed for Sunday 2026-11-29 02:00 Europe/Berlin, and another person has to agree: upkeep window approve "
                        + proposed.id();
        Occurrence weekly =
                occurrence("weekly", WindowState.APPROVED, OPENS.plusSeconds(604_800), Duration.ofHours(2), Scope.ALL);

        assertThat(decide("emergency", now, 0, proposed)).isEqualTo(new WindowDecision.Closed(toAgree, null));
        assertThat(decide("emergency", now, 0, verified))
                .isEqualTo(new WindowDecision.Closed(
                        "window emergency is being verified and starts nothing new; upkeep window start "
                                + verified.id() + " opens it again",
                        null));
        assertThat(decide("weekly,emergency", now, 0, proposed, weekly))
                .isEqualTo(new WindowDecision.Closed(
                        "waits for window weekly, which opens Sunday 2026-12-06 02:00 Europe/Berlin; " + toAgree,
                        weekly.opens()));
        assertThat(decide("weekly,emergency", OPENS.minusSeconds(60), 0, WEEKLY, proposed))
                .as("what opens anyway before it needs nobody")
                .isEqualTo(new WindowDecision.Closed(
                        "waits for window weekly, which opens Sunday 2026-11-29 02:00 Europe/Berlin", OPENS));
        assertThat(decide("emergency", proposed.cutoffAt(), 0, proposed, verified))
                .as("what starts nothing new any more is of no use")
                .isEqualTo(new WindowDecision.Closed(
                        "no window emergency is planned for this; propose one: upkeep window propose emergency --from … --until … --reason …",
                        null));
    }

    @Test
    void of_several_open_windows_the_one_that_starts_work_longest_is_answered() {
        Occurrence emergency =
                occurrence("emergency", WindowState.STARTED, OPENS.minusSeconds(600), Duration.ofHours(5), Scope.ALL);

        assertThat(decide("weekly,emergency", OPENS, 200, WEEKLY, emergency))
                .isInstanceOfSatisfying(
                        WindowDecision.Open.class,
                        open -> assertThat(open.occurrence()).isEqualTo(emergency.id()));
        assertThat(decide("weekly", OPENS, 200, WEEKLY, emergency)).isInstanceOf(WindowDecision.WillNotFit.class);
    }

    @Test
    void a_window_for_some_targets_or_pipelines_is_not_for_others() {
        Occurrence forApi = occurrence(
                "emergency",
                WindowState.STARTED,
                OPENS,
                Duration.ofHours(2),
                new Scope(List.of("deploy-*"), "label:api", List.of()));
        WindowChoice emergency = WindowChoice.parse("emergency");

        assertThat(decide("emergency", OPENS, 0, forApi)).isInstanceOf(WindowDecision.Open.class);
        for (Work other : List.of(
                new Work("deploy-configuration", List.of(API, WEB)),
                new Work("deploy-configuration", List.of()),
                new Work("rotate-logs", List.of(API)))) {
            assertThat(WindowAdmission.decide(emergency, other, OPENS, Duration.ZERO, List.of(forApi)))
                    .as(other.toString())
                    .isEqualTo(new WindowDecision.Closed(
                            "no window emergency is planned for this; propose one: upkeep window propose emergency --from … --until … --reason …",
                            null));
        }
    }

    @Test
    void a_freeze_of_some_targets_holds_work_that_touches_one_of_them_but_not_the_exceptions() {
        Freeze freeze = new Freeze(
                "election",
                new Freeze.Once(OPENS, OPENS.plusSeconds(60)),
                BERLIN,
                "election day",
                new Scope(List.of(), "label:api", List.of("check-*")));

        assertThat(freeze.holds(new Work("deploy-configuration", List.of(API, WEB)), OPENS))
                .isPresent();
        assertThat(freeze.holds(new Work("deploy-configuration", List.of(WEB)), OPENS))
                .isEmpty();
        assertThat(freeze.holds(new Work("check-system-health", List.of(API)), OPENS))
                .isEmpty();
        assertThat(freeze.holds(DEPLOY, OPENS.plusSeconds(60))).isEmpty();
    }

    @Test
    void a_choice_is_a_list_of_names() {
        assertThat(WindowChoice.parse(" weekly, emergency ").names()).containsExactly("weekly", "emergency");
        for (String wrong : List.of("weekly,", "none,weekly", "week ly", "<script>")) {
            assertThatThrownBy(() -> WindowChoice.parse(wrong))
                    .hasMessageContaining("is not a list of names; write weekly, or weekly,emergency, or none");
        }
    }

    private static WindowDecision decide(String wanted, Instant now, long minutes, Occurrence... occurrences) {
        return WindowAdmission.decide(
                WindowChoice.parse(wanted), DEPLOY, now, Duration.ofMinutes(minutes), List.of(occurrences));
    }

    private static Occurrence occurrence(
            String window, WindowState state, Instant opens, Duration length, Scope scope) {
        return new Occurrence(
                UUID.randomUUID(),
                window,
                false,
                false,
                state,
                opens,
                opens.plus(length),
                Duration.ofMinutes(30),
                BERLIN,
                "because",
                scope,
                "person:ada",
                "person:ben",
                null,
                null,
                null,
                1);
    }

    private static Target target(String name, String label) {
        return new Target(name, TargetKind.HOST, Set.of(label), URI.create("ssh://upkeep@" + name), "", "");
    }
}
