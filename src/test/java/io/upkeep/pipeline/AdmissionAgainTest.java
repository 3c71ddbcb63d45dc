package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.Admission.ApprovalFact;
import io.upkeep.pipeline.Admission.Facts;
import io.upkeep.pipeline.Admission.Question.MayItGoOn;
import io.upkeep.pipeline.Governance.Overrun;
import io.upkeep.pipeline.Verdict.GoOn;
import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Stop;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.window.WindowDecision;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** May a run that has begun go on: the same function, asked otherwise. */
class AdmissionAgainTest {

    private static final Instant CLOSES = Instant.parse("2026-12-06T03:00:00Z");
    private static final Instant NOW = CLOSES.minusSeconds(60);
    private static final Wait FREEZE = new Wait(Kind.FREEZE, "frozen for the launch", CLOSES.plusSeconds(3600));
    private static final LockRules.Decision HELD = new LockRules.Free(List.of("api-1"));

    /** At which instant, for whom, a window that closes at 03:00 and a freeze from 02:30 on end a run. */
    @ParameterizedTest
    @CsvSource({
        // instant             , window, freeze, overrun, next step , it
        "2026-12-06T02:29:59Z , 03:00 , false , STOP   , changes   , goes on",
        "2026-12-06T02:30:00Z , 03:00 , true  , STOP   , changes   , stops for the freeze",
        "2026-12-06T02:30:00Z , 03:00 , true  , STOP   , only looks, goes on",
        "2026-12-06T02:30:00Z , 03:00 , true  , FINISH , changes   , goes on",
        "2026-12-06T02:59:59Z , 03:00 , false , STOP   , changes   , goes on",
        "2026-12-06T03:00:00Z , 03:00 , false , STOP   , changes   , stops for the window",
        "2026-12-06T03:00:00Z , 03:00 , true  , STOP   , changes   , stops for the window",
        "2026-12-06T03:00:00Z , 03:00 , false , STOP   , only looks, goes on",
        "2026-12-06T03:00:00Z , 03:00 , false , FINISH , changes   , goes on",
        "2026-12-06T03:00:00Z , 03:30 , false , STOP   , changes   , goes on",
        "2026-12-13T03:00:00Z , 03:00 , true  , FINISH , changes   , goes on",
        "2026-12-13T03:00:00Z , none  , false , STOP   , changes   , goes on",
    })
    void the_end_of_a_window_and_a_freeze_count_as_the_pipeline_says(
            Instant now, String window, boolean frozen, Overrun overrun, String next, String expected) {
        Instant closes = window.equals("none") ? null : Instant.parse("2026-12-06T%s:00Z".formatted(window));
        Facts facts = new Facts(
                null,
                now,
                null,
                new ApprovalFact.Given(false),
                frozen ? FREEZE : null,
                new WindowDecision.AnyTime(),
                null,
                null,
                HELD,
                new MayItGoOn(overrun, next.equals("changes"), closes));

        assertThat(words(Admission.decide(facts))).isEqualTo(expected);
    }

    private static String words(Verdict verdict) {
        if (verdict instanceof Stop stop) {
            return stop.reason().contains("freeze began") ? "stops for the freeze" : "stops for the window";
        }
        return verdict instanceof GoOn ? "goes on" : verdict.toString();
    }

    @Test
    void a_pause_and_an_approval_for_another_plan_hold_it_before_any_step() {
        assertThat(Admission.decide(facts("ada paused everything", given(), HELD)))
                .isEqualTo(new Wait(Kind.SYSTEM_PAUSED, "ada paused everything", null));
        assertThat(Admission.decide(facts(null, new ApprovalFact.Missing("the plan changed"), HELD)))
                .isEqualTo(new Wait(Kind.APPROVAL, "the plan changed", null));
    }

    @Test
    void a_no_to_the_plan_as_it_is_now_has_it_undone_since_it_has_begun() {
        assertThat(Admission.decide(facts("paused", new ApprovalFact.Rejected("bob said no"), HELD)))
                .isEqualTo(new Stop("bob said no"));
    }

    @Test
    void what_lets_a_run_start_is_not_asked_of_one_that_has_begun() {
        Facts nothingWouldLetItStart = new Facts(
                null,
                NOW,
                null,
                given(),
                FREEZE,
                new WindowDecision.WillNotFit("needs an hour", CLOSES),
                "needs a success of another",
                "the newest backup is too old",
                HELD,
                new MayItGoOn(Overrun.FINISH, true, CLOSES));

        assertThat(Admission.decide(nothingWouldLetItStart)).isEqualTo(new GoOn(List.of("api-1"), false));
    }

    @Test
    void it_keeps_its_locks_and_waits_for_those_it_has_not() {
        assertThat(Admission.decide(facts(null, given(), HELD))).isEqualTo(new GoOn(List.of("api-1"), false));
        assertThat(Admission.decide(
                        facts(null, given(), new LockRules.Busy(Kind.TARGET_BUSY, "busy", List.of("api-1"), 2))))
                .isEqualTo(new Wait(Kind.TARGET_BUSY, "busy", null, List.of("api-1"), 2));
        assertThat(Admission.decide(facts(null, given(), new LockRules.Skip("one is under way"))))
                .as("half-done it is not refused")
                .isEqualTo(new Wait(Kind.CONCURRENCY, "one is under way", NOW.plus(Admission.LOOK_AGAIN)));
    }

    private static ApprovalFact given() {
        return new ApprovalFact.Given(false);
    }

    private static Facts facts(String paused, ApprovalFact approval, LockRules.Decision locks) {
        return new Facts(
                null,
                NOW,
                paused,
                approval,
                null,
                new WindowDecision.AnyTime(),
                null,
                null,
                locks,
                new MayItGoOn(Overrun.STOP, false, CLOSES));
    }
}
