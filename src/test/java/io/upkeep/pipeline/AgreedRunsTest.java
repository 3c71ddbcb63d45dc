package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRefused;
import io.upkeep.approval.Overrides;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.window.FreezeBook;
import io.upkeep.window.FreezeOrder;
import io.upkeep.window.Occurrence;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Runs that start when people agreed, and what happens when they do not, or change their mind. */
class AgreedRunsTest extends EngineFixture {

    private static final String IN_WINDOW = "in-the-emergency-window";
    private static final String WITH_YES = "needs-two-yeses";

    @Autowired
    private FreezeBook freezes;

    @Autowired
    private ApprovalDesk approvals;

    @Autowired
    private Overrides overrides;

    @Autowired
    private Pausing pausing;

    @Test
    void a_run_waits_for_its_window_and_starts_by_itself_when_people_open_it() {
        Run run = waiting(request(IN_WINDOW, Map.of()), Verdict.Kind.WINDOW);
        assertThat(run.reason()).contains("emergency");

        Occurrence opened = open(Duration.ofHours(1));

        Run done = atRest(run);
        assertThat(done.state()).as(done.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(done.window().window()).isEqualTo(opened.id().toString());
        windows.cancel(opened.id(), "the test is over", "person:ada");
    }

    @Test
    void a_run_whose_window_ends_under_it_stops_before_its_next_step_and_is_undone() {
        Occurrence opened = open(Duration.ofHours(1));
        witness.stallAt("in-window");
        Run run = request(IN_WINDOW, Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> witness.of(run.id()).contains("in-window"));

        windows.cancel(opened.id(), "the disk is needed elsewhere", "person:ada");
        witness.letGo();

        Run undone = atRest(run);
        assertThat(undone.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(undone.failure() + undone.reason()).contains("window closed").contains("overrun: stop");
        assertThat(witness.of(run.id())).containsExactly("in-window", "undo-in-window");
    }

    @Test
    void a_run_that_was_paused_past_the_end_of_its_window_goes_on_where_its_pipeline_finishes() {
        Occurrence opened = open(Duration.ofHours(1));
        witness.stallAt("begun-inside");
        Run run = request("finishes-outside", Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> witness.of(run.id()).contains("begun-inside"));
        pausing.pauseAll("ada", "the network is being moved");
        try {
            witness.letGo();
            waiting(run, Verdict.Kind.SYSTEM_PAUSED);
            windows.cancel(opened.id(), "it took too long", "person:ada");
        } finally {
            pausing.resumeAll("ada");
        }

        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(over.window().window()).isEqualTo(opened.id().toString());
        assertThat(witness.of(run.id())).containsExactly("begun-inside", "ended-outside");
    }

    @Test
    void an_overrun_is_told_once_when_it_happens() {
        Occurrence opened = open(Duration.ofHours(1));
        witness.stallAt("begun-inside");
        Run run = request("finishes-outside", Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> witness.of(run.id()).contains("begun-inside"));
        pausing.pauseAll("ada", "the network is being moved");
        try {
            witness.letGo();
            waiting(run, Verdict.Kind.SYSTEM_PAUSED);
            assertThat(overruns(run)).as("its window is open").isZero();
            Timestamp past = Timestamp.from(now().minusSeconds(60));
            jdbc.sql("UPDATE run SET closes_at = :past WHERE id = :run")
                    .param("past", past)
                    .param("run", run.id())
                    .update();
            jdbc.sql(
                            "UPDATE window_occurrence SET opens_at = opens_at - interval '2 hours', closes_at = :past WHERE id = :id")
                    .param("past", past)
                    .param("id", opened.id())
                    .update();
            witness.stallAt("ended-outside");
        } finally {
            pausing.resumeAll("ada");
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> witness.of(run.id()).contains("ended-outside"));
        Run outside = journal.find(run.id()).orElseThrow();
        assertThat(outside.reason()).contains("its window closed at", "overrun: finish");
        assertThat(overruns(run)).isOne();
        witness.letGo();
        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(overruns(run)).as("one event").isOne();
    }

    private long overruns(Run run) {
        return outbox.waiting(100_000).stream()
                .filter(waiting -> waiting.event().subject().equals(run.id().toString()))
                .filter(waiting -> waiting.event().type().equals("io.upkeep.run.overran.v1"))
                .count();
    }

    @Test
    void a_run_whose_child_ended_past_its_window_goes_on_where_its_pipeline_finishes() {
        Occurrence opened = open(Duration.ofHours(1));
        witness.stallAt("look");
        Run run = waiting(request("waits-past-its-window", Map.of()), Verdict.Kind.CHILD_RUN);
        windows.cancel(opened.id(), "it took too long", "person:ada");

        witness.letGo();

        Run over = atRest(run);
        assertThat(over.state()).as(over.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("ended-outside");
    }

    @Test
    void a_run_that_may_start_in_spite_of_a_freeze_may_go_on_in_it() {
        Occurrence opened = open(Duration.ofHours(1));
        UUID freeze = freeze();
        Run run = waiting(request(IN_WINDOW, Map.of()), Verdict.Kind.FREEZE);

        overrides.override(run.id(), "bob", "the launch needs this very change", List.of("freeze"));

        Run over = atRest(run);
        assertThat(over.state()).as(over.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("in-window", "still-in-window");
        freezes.lift(freeze, "person:bob");
        windows.cancel(opened.id(), "the test is over", "person:ada");
    }

    @Test
    void an_interrupted_run_that_nobody_approved_as_it_is_now_waits_for_a_yes_before_it_changes_more() {
        Run run = waiting(interruptedAt("approved-work", WITH_YES), Verdict.Kind.APPROVAL);
        assertThat(witness.of(run.id())).isEmpty();

        approvals.approve(run.id(), "bob", null, null);
        approvals.approve(run.id(), "carol", null, null);

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("approved-work");
        assertThat(approvals.find(run.id()).orElseThrow().usedAt()).isNotNull();
    }

    @Test
    void a_no_to_a_run_that_has_begun_asks_for_a_person_instead_of_leaving_it_half_done() {
        Run run = waiting(interruptedAt("approved-work", WITH_YES), Verdict.Kind.APPROVAL);

        approvals.reject(run.id(), "bob", "not with these targets");

        Run asking = atRest(run);
        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason()).contains("bob", "not with these targets", "has no rollback route");
    }

    @Test
    void a_freeze_holds_runs_also_in_an_open_window_until_it_is_lifted() {
        Occurrence opened = open(Duration.ofHours(1));
        UUID freeze = freeze();
        Run run = waiting(request(IN_WINDOW, Map.of()), Verdict.Kind.FREEZE);
        assertThat(run.reason()).contains("the launch is on");

        freezes.lift(freeze, "person:bob");

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        windows.cancel(opened.id(), "the test is over", "person:ada");
    }

    @Test
    void a_run_starts_when_two_others_said_yes_and_never_on_its_own_requesters_word() {
        Run run = waiting(requestBy("person:ada"), Verdict.Kind.APPROVAL);

        assertThatThrownBy(() -> approvals.approve(run.id(), "ada", null, null))
                .isInstanceOf(ApprovalRefused.class)
                .hasMessageContaining("own");
        approvals.approve(run.id(), "bob", null, null);
        await().until(() -> journal.find(run.id()).orElseThrow().reason().contains("technical-lead (carol)"));
        approvals.approve(run.id(), "carol", null, null);

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("approved-work");
    }

    @Test
    void a_run_whose_route_is_just_being_replaced_is_not_refused_for_that() {
        Run run = waiting(requestBy("person:ada"), Verdict.Kind.APPROVAL);
        approvals.approve(run.id(), "bob", null, null);
        await().until(() -> journal.find(run.id()).orElseThrow().reason().contains("technical-lead (carol)"));
        PipelineConsumer route = catalog.consumer(WITH_YES).orElseThrow();
        catalog.remove(route);
        try {
            long before = epoch(run);
            approvals.approve(run.id(), "carol", null, null);
            await().atMost(Duration.ofSeconds(10)).until(() -> epoch(run) > before);
            assertThat(journal.find(run.id()).orElseThrow().state()).isEqualTo(RunState.WAITING);
        } finally {
            catalog.add(route);
        }

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    private long epoch(Run run) {
        return journal.find(run.id()).orElseThrow().epoch();
    }

    @Test
    void a_no_ends_the_run_before_it_began() {
        Run run = waiting(requestBy("person:ada"), Verdict.Kind.APPROVAL);

        approvals.reject(run.id(), "bob", "not before the backup");

        Run rejected = atRest(run);
        assertThat(rejected.state()).isEqualTo(RunState.REJECTED);
        assertThat(rejected.reason()).contains("bob").contains("not before the backup");
        assertThat(witness.of(run.id())).isEmpty();
    }

    @Test
    void broken_glass_starts_a_run_at_once_and_waits_for_a_review() {
        Run run = waiting(requestBy("person:bob"), Verdict.Kind.APPROVAL);

        overrides.override(run.id(), "bob", "customers cannot queue at all", List.of("approval"));

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(overrides.breakGlass(10)).anySatisfy(recorded -> {
            assertThat(recorded.run()).isEqualTo(run.id());
            assertThat(recorded.reviewedBy()).isNull();
        });
        assertThat(jdbc.sql("SELECT count(*) FROM outbox WHERE type LIKE '%override%' OR type LIKE '%glass%'")
                        .query(Integer.class)
                        .single())
                .as("programs are told")
                .isPositive();
    }

    private Run requestBy(String person) {
        return runs.request(
                new RunRequest(WITH_YES, Map.of(), person, UUID.randomUUID().toString()));
    }

    /** Proposed by one, agreed by another, open at once. */
    private UUID freeze() {
        return freezes.add(
                        new FreezeOrder(
                                "launch",
                                "",
                                now().plusSeconds(3600).toString(),
                                "",
                                "the launch is on",
                                List.of(IN_WINDOW),
                                "",
                                List.of()),
                        "person:ada")
                .id();
    }

    private Instant now() {
        return clock.instant();
    }
}
