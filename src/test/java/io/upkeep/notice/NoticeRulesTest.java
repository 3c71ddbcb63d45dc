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
                null);
        return new RunNews(run, what, 2, null, null, at);
    }
}
