package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.Admission.ApprovalFact;
import io.upkeep.pipeline.Admission.Facts;
import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Refuse;
import io.upkeep.pipeline.Verdict.Start;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.window.WindowDecision;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** May this run start now, and if not, why, and until when. */
class AdmissionTest {

    private static final Instant NOW = Instant.parse("2026-11-29T01:30:00Z");
    private static final Instant SUNDAY = Instant.parse("2026-12-06T01:00:00Z");
    private static final Facts ALL_CLEAR = new Facts(
            null,
            NOW,
            null,
            new ApprovalFact.Given(false),
            null,
            new WindowDecision.AnyTime(),
            null,
            null,
            new LockRules.Free(List.of("api-1")));

    /** Things that stand in the way, the first to be told first. */
    private static final List<Arguments> IN_THE_WAY = List.of(
            hindrance(
                    Kind.SYSTEM_PAUSED,
                    "ada paused everything",
                    null,
                    f -> with(
                            f,
                            "ada paused everything",
                            f.approval(),
                            f.freeze(),
                            f.window(),
                            f.failedDependency(),
                            f.staleBackup(),
                            f.locks())),
            hindrance(
                    Kind.APPROVAL,
                    "needs a yes of a technical lead",
                    null,
                    f -> with(
                            f,
                            f.paused(),
                            new ApprovalFact.Missing("needs a yes of a technical lead"),
                            f.freeze(),
                            f.window(),
                            f.failedDependency(),
                            f.staleBackup(),
                            f.locks())),
            hindrance(
                    Kind.FREEZE,
                    "frozen for the launch",
                    SUNDAY,
                    f -> with(
                            f,
                            f.paused(),
                            f.approval(),
                            new Wait(Kind.FREEZE, "frozen for the launch", SUNDAY),
                            f.window(),
                            f.failedDependency(),
                            f.staleBackup(),
                            f.locks())),
            hindrance(
                    Kind.WINDOW,
                    "weekly opens on Sunday",
                    SUNDAY,
                    f -> window(f, new WindowDecision.Closed("weekly opens on Sunday", SUNDAY))),
            hindrance(
                    Kind.WILL_NOT_FIT,
                    "needs 20 min, 10 are left",
                    SUNDAY,
                    f -> window(f, new WindowDecision.WillNotFit("needs 20 min, 10 are left", SUNDAY))),
            hindrance(
                    Kind.DEPENDENCY,
                    "needs a success of another",
                    NOW.plus(Admission.LOOK_AGAIN),
                    f -> with(
                            f,
                            f.paused(),
                            f.approval(),
                            f.freeze(),
                            f.window(),
                            "needs a success of another",
                            f.staleBackup(),
                            f.locks())),
            hindrance(
                    Kind.NO_BACKUP,
                    "the newest backup is too old",
                    NOW.plus(Admission.LOOK_AGAIN),
                    f -> with(
                            f,
                            f.paused(),
                            f.approval(),
                            f.freeze(),
                            f.window(),
                            f.failedDependency(),
                            "the newest backup is too old",
                            f.locks())),
            hindrance(
                    Kind.TARGET_BUSY,
                    "api-1 is locked",
                    null,
                    f -> locks(f, new LockRules.Busy(Kind.TARGET_BUSY, "api-1 is locked", List.of("api-1"), 0))));

    static Stream<Arguments> hindrances() {
        return IN_THE_WAY.stream();
    }

    @ParameterizedTest
    @MethodSource("hindrances")
    void waits_and_says_for_what_and_until_when(
            Kind kind, String reason, Instant until, UnaryOperator<Facts> hindrance) {
        assertThat(Admission.decide(hindrance.apply(ALL_CLEAR))).isInstanceOfSatisfying(Wait.class, wait -> {
            assertThat(wait.kind()).isEqualTo(kind);
            assertThat(wait.reason()).isEqualTo(reason);
            assertThat(wait.until()).isEqualTo(until);
        });
    }

    @Test
    void all_hindrances_are_told_in_the_order_in_which_a_run_would_hear_of_them() {
        Facts facts = ALL_CLEAR;
        for (Arguments hindrance : IN_THE_WAY) {
            facts = apply(hindrance, facts);
        }

        assertThat(Admission.waits(facts).map(Wait::kind))
                .containsExactly(
                        Kind.SYSTEM_PAUSED,
                        Kind.APPROVAL,
                        Kind.FREEZE,
                        Kind.WILL_NOT_FIT, // the last word on the window
                        Kind.DEPENDENCY,
                        Kind.NO_BACKUP,
                        Kind.TARGET_BUSY);
        assertThat(Admission.waits(ALL_CLEAR)).isEmpty();
    }

    @Test
    void of_several_hindrances_the_one_is_told_that_people_can_do_something_about() {
        Facts facts = ALL_CLEAR;
        for (int i = IN_THE_WAY.size() - 1; i >= 0; i--) {
            facts = apply(IN_THE_WAY.get(i), facts);
            // a window cannot both be closed and be too short: the later one replaces the earlier
            assertThat(((Wait) Admission.decide(facts)).kind())
                    .isEqualTo(IN_THE_WAY.get(i).get()[0]);
        }
    }

    @Test
    void starts_with_its_locks_and_its_window_when_nothing_is_in_the_way() {
        UUID opening = UUID.randomUUID();
        Facts inWindow = window(ALL_CLEAR, new WindowDecision.Open("weekly", opening, SUNDAY, SUNDAY));

        assertThat(Admission.decide(ALL_CLEAR)).isEqualTo(new Start(List.of("api-1"), null, false));
        assertThat(Admission.decide(inWindow)).isInstanceOfSatisfying(Start.class, start -> {
            assertThat(start.window().window()).isEqualTo(opening.toString());
            assertThat(start.window().closes()).isEqualTo(SUNDAY);
        });
    }

    @Test
    void a_no_or_a_skip_ends_it_whatever_else_is_in_the_way() {
        Facts waiting = apply(IN_THE_WAY.get(0), ALL_CLEAR);
        Facts rejected = with(
                waiting,
                waiting.paused(),
                new ApprovalFact.Rejected("bob said no"),
                null,
                waiting.window(),
                null,
                null,
                waiting.locks());

        assertThat(Admission.decide(rejected)).isEqualTo(new Refuse("bob said no"));
        assertThat(Admission.decide(locks(waiting, new LockRules.Skip("one is under way"))))
                .isEqualTo(new Refuse("one is under way"));
    }

    @Test
    void approvals_are_used_up_by_the_start_that_needed_them() {
        Facts approved = with(
                ALL_CLEAR, null, new ApprovalFact.Given(true), null, ALL_CLEAR.window(), null, null, ALL_CLEAR.locks());

        assertThat(((Start) Admission.decide(approved)).usesApproval()).isTrue();
        assertThat(((Start) Admission.decide(ALL_CLEAR)).usesApproval()).isFalse();
    }

    private static Arguments hindrance(Kind kind, String reason, Instant until, UnaryOperator<Facts> hindrance) {
        return Arguments.of(kind, reason, until, hindrance);
    }

    @SuppressWarnings("unchecked")
    private static Facts apply(Arguments hindrance, Facts facts) {
        return ((UnaryOperator<Facts>) hindrance.get()[3]).apply(facts);
    }

    private static Facts window(Facts f, WindowDecision window) {
        return with(f, f.paused(), f.approval(), f.freeze(), window, f.failedDependency(), f.staleBackup(), f.locks());
    }

    private static Facts locks(Facts f, LockRules.Decision locks) {
        return with(f, f.paused(), f.approval(), f.freeze(), f.window(), f.failedDependency(), f.staleBackup(), locks);
    }

    private static Facts with(
            Facts facts,
            String paused,
            ApprovalFact approval,
            Wait freeze,
            WindowDecision window,
            String dependency,
            String backup,
            LockRules.Decision locks) {
        return new Facts(facts.run(), facts.now(), paused, approval, freeze, window, dependency, backup, locks);
    }
}
