package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.WaitingRuns;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.window.AgreedWindows;
import io.upkeep.window.Occurrence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who manages a window waits for what belongs to it, whoever asked for that, and no longer than the window is there. */
class RunsInWindowTest extends EngineFixture {

    @Autowired
    private ApprovalDesk approvals;

    @Autowired
    private AgreedWindows agreed;

    @Autowired
    private WaitingRuns waitingRuns;

    private Occurrence window;

    @AfterEach
    void close() {
        if (!agreed.find(window.id()).orElseThrow().state().isFinal()) {
            windows.cancel(window.id(), "the test is over", "person:bob");
        }
    }

    private Run asks() {
        return request("asks-in-a-window", Map.of("opening", window.id().toString()));
    }

    private void approve(Run run) {
        waiting(run, Verdict.Kind.APPROVAL);
        approvals.approve(run.id(), "bob", null, null);
        approvals.approve(run.id(), "carol", null, null);
    }

    private Run child(Run parent) {
        return await().atMost(Duration.ofSeconds(15)).until(() -> children(parent), found -> found.size() == 1).stream()
                .map(id -> journal.find(id).orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    private List<UUID> children(Run parent) {
        return jdbc.sql("SELECT id FROM run WHERE parent = :parent")
                .param("parent", parent.id())
                .query(UUID.class)
                .list();
    }

    @Test
    void what_has_not_begun_when_the_window_is_over_fails_and_is_not_kept_for_another() {
        window = open(Duration.ofHours(1));
        Run asking = asks();
        Run child = child(asking);
        waiting(child, Verdict.Kind.APPROVAL);

        windows.complete(window.id(), "person:bob");

        Run over = atRest(asking);
        assertThat(over.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(over.failure())
                .contains(
                        "run " + child.id()
                                + " of needs-two-yeses did not begin in the emergency window, which is over",
                        "it waits for a yes from",
                        "before the next one opens");
        assertThat(atRest(child).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_run_that_others_asked_for_before_is_waited_for_instead_of_another() {
        window = open(Duration.ofHours(1));
        Run theirs = request("needs-two-yeses", Map.of());
        waiting(theirs, Verdict.Kind.APPROVAL);
        Run asking = asks();
        assertThat(waiting(asking, Verdict.Kind.WINDOW).reason())
                .startsWith("waits for run %s of needs-two-yeses in the emergency window; it waits for a yes from"
                        .formatted(theirs.id()));

        approve(theirs);
        atRest(theirs);
        waitingRuns.reconsider(asking.id()); // or a minute later

        assertThat(atRest(asking).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(children(asking)).isEmpty();
    }

    @Test
    void what_began_in_the_window_counts_and_what_was_done_before_it_does_not() {
        window = open(Duration.ofHours(1));
        Run before = request("needs-two-yeses", Map.of());
        approve(before);
        assertThat(atRest(before).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(atRest(asks()).state()).isEqualTo(RunState.SUCCEEDED);
        windows.complete(window.id(), "person:bob");

        window = open(Duration.ofHours(1));
        Run asking = asks();
        approve(child(asking));

        assertThat(atRest(asking).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(children(asking).get(0))).containsExactly("approved-work");
    }
}
