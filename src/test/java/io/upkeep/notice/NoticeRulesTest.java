package io.upkeep.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.notice.PipelineTraits.Traits;
import io.upkeep.run.Run;
import io.upkeep.run.RunNews;
import io.upkeep.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NoticeRulesTest {

    private static final Traits UNNOTICED = new Traits(Traits.NO_IMPACT, List.of());
    private static final Traits NOTICED = new Traits("DEGRADED", List.of());
    private static final List<String> CHANGES = List.of(
            "run.requested",
            "run.waiting",
            "run.started",
            "run.continued",
            "run.paused",
            "run.succeeded",
            "run.failed",
            "run.rolled_back",
            "run.rollback_failed",
            "run.needs_attention",
            "run.cancelled",
            "run.rejected",
            "run.resumed",
            "run.stop_asked",
            "run.overran");

    @Test
    void what_a_timer_does_and_nobody_notices_is_told_only_when_it_goes_wrong() {
        assertThat(slack("timer:nightly", "run.started", RunState.RUNNING, UNNOTICED))
                .isEmpty();
        assertThat(slack("timer:nightly", "run.succeeded", RunState.SUCCEEDED, UNNOTICED))
                .isEmpty();
        assertThat(mail("timer:nightly", "run.succeeded", RunState.SUCCEEDED, UNNOTICED))
                .isEmpty();

        assertThat(slack("timer:nightly", "run.needs_attention", RunState.NEEDS_ATTENTION, UNNOTICED))
                .isNotEmpty();
        assertThat(mail("timer:nightly", "run.needs_attention", RunState.NEEDS_ATTENTION, UNNOTICED))
                .isNotEmpty();
    }

    @Test
    void a_run_that_goes_on_past_its_window_is_told_like_a_problem() {
        assertThat(slack("timer:nightly", "run.overran", RunState.RUNNING, UNNOTICED))
                .anySatisfy(draft -> assertThat(draft.text()).contains("goes on past the end of its window"));
        assertThat(mail("timer:nightly", "run.overran", RunState.RUNNING, UNNOTICED))
                .anySatisfy(draft -> assertThat(draft.subject()).contains("goes on past the end of its window"));
    }

    @Test
    void what_a_person_started_or_users_notice_is_told_from_the_start() {
        assertThat(slack("person:ada", "run.started", RunState.RUNNING, UNNOTICED))
                .hasSize(1);
        assertThat(slack("timer:nightly", "run.started", RunState.RUNNING, NOTICED))
                .hasSize(1);
        assertThat(mail("timer:nightly", "run.started", RunState.RUNNING, NOTICED))
                .hasSize(1);
    }

    @Test
    void every_state_has_its_sign_and_every_change_its_words() {
        for (RunState state : RunState.values()) {
            assertThat(slack("person:ada", "run.waiting", state, NOTICED))
                    .allSatisfy(draft -> assertThat(draft.text()).startsWith(":"));
        }
        for (String what : CHANGES) {
            assertThat(Telling.happened(news("person:ada", what, RunState.WAITING)))
                    .as(what)
                    .doesNotContain("run.");
        }
    }

    @Test
    void waits_of_what_users_notice_are_told_in_slack_and_not_by_mail() {
        for (String what : List.of("run.waiting", "run.continued")) {
            assertThat(slack("person:ada", what, RunState.WAITING, NOTICED)).isNotEmpty();
            assertThat(mail("person:ada", what, RunState.WAITING, NOTICED)).isEmpty();
        }
        assertThat(mail("person:ada", "run.cancelled", RunState.CANCELLED, NOTICED))
                .hasSize(1);
    }

    private static List<Draft> slack(String by, String what, RunState state, Traits traits) {
        return NoticeRules.slack(news(by, what, state), traits, "#maintenance", Stakeholder.Amount.ALL, false);
    }

    private static List<Draft> mail(String by, String what, RunState state, Traits traits) {
        return NoticeRules.mail(news(by, what, state), traits, "a@example.org", Stakeholder.Amount.ALL, false);
    }

    private static RunNews news(String by, String what, RunState state) {
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        Run run = new Run(
                UUID.randomUUID(),
                "check",
                state,
                Map.of(),
                by,
                at,
                0,
                null,
                at,
                at,
                1,
                "hash",
                null,
                "broken",
                "look",
                null,
                null,
                null,
                null);
        return new RunNews(run, what, 2, null, null, at);
    }
}
