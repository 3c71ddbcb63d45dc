package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.Overrides;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.OwnDatabase;
import io.upkeep.window.Occurrence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A person's word lets a run go on, not past what others have to say: with route files that change under the runs. */
@TestPropertySource(properties = "upkeep.routes.reload=true")
class ResumedRunsTest extends EngineFixture {

    private static final EmbeddedPostgres OWN_DATABASE = start();
    private static final String ROUTE = """
            - route:
                id: %1$s
                description: Does two things
                from:
                  uri: maintenance:%1$s
                  parameters: {%2$s}
                  steps:
                    - step: {id: first, steps: [{bean: {ref: witness, method: "see(*, 'first')"}}]}
                    - step: {id: second, steps: [{to: {uri: "direct:part-of-%1$s"}}]}
            """;
    private static final String PARTS = """
            - route:
                id: part-of-%1$s
                from: {uri: "direct:part-of-%1$s", steps: [{bean: {ref: witness, method: "see(*, 'second')"}}]}
            - route:
                id: undo-%1$s
                from:
                  uri: direct:undo-%1$s
                  steps:
                    - step: {id: undo-first, steps: [{bean: {ref: witness, method: "see(*, 'undo-first')"}}]}
            """;
    private static final Map<String, String> PIPELINES = Map.of(
            "approved", "approval: 'operations-lead,technical-lead', rollback: 'direct:undo-approved'",
            "stopping", "window: emergency, overrun: stop, rollback: 'direct:undo-stopping'",
            "finishing", "window: emergency, overrun: finish, rollback: 'direct:undo-finishing'");

    private static final Path ROUTES = directory();

    @Autowired
    private ApprovalDesk approvals;

    @Autowired
    private Overrides overrides;

    @Autowired
    private Pausing pausing;

    @DynamicPropertySource
    static void own(DynamicPropertyRegistry settings) {
        settings.add("upkeep.routes.directory", ROUTES::toString);
        // not spring.datasource.url: what the class above adds is added after this, and would win
        settings.add("spring.datasource.hikari.jdbc-url", () -> OwnDatabase.of(OWN_DATABASE));
    }

    @AfterEach
    void goOn() {
        pausing.resumeAll("ada");
    }

    @Test
    void a_yes_is_void_when_a_called_route_of_another_file_changed() {
        Run run = waiting(request("approved", Map.of()), Verdict.Kind.APPROVAL);
        approvals.approve(run.id(), "bob", null, null);

        change("parts-of-approved");
        approvals.approve(run.id(), "carol", null, null);

        await().atMost(Duration.ofSeconds(15))
                .until(() -> now(run).reason().contains("the text of the route or its scripts changed"));
        assertThat(witness.of(run.id())).isEmpty();
        sayYes(run);
        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_resumed_run_whose_text_changed_waits_for_a_new_yes_and_keeps_its_locks() {
        Run run = pausedAfterItsYes();
        List<String> locks = locks(run);
        assertThat(locks).isNotEmpty();
        change("parts-of-approved");

        runs.resume(run.id(), "ada");

        Run asking = waiting(run, Verdict.Kind.APPROVAL);
        assertThat(asking.reason()).contains("void").contains("the text of the route or its scripts changed");
        assertThat(locks(run)).isEqualTo(locks);
        sayYes(run);
        assertThat(atRest(run).state()).as(now(run).reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("first", "second");
        assertThat(usedAt(run)).as("the second yes is used, too").isNotNull();
    }

    @Test
    void skipping_a_step_is_no_way_around_it() {
        witness.failAt("second", new IllegalStateException("the disk is full"));
        witness.failAt("undo-first", new IllegalStateException("the disk is full"));
        Run run = waiting(request("approved", Map.of()), Verdict.Kind.APPROVAL);
        sayYes(run);
        assertThat(atRest(run).state()).isEqualTo(RunState.ROLLBACK_FAILED);
        witness.letGo();
        change("parts-of-approved");

        assertThatThrownBy(() -> runs.skip(run.id(), "ada", "done by hand"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("is not what run " + run.id() + " was approved with");
        assertThatThrownBy(() -> runs.resume(run.id(), "ada")).isInstanceOf(InvalidRequest.class);
        assertThat(now(run).state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(step(run, Phase.ROLLBACK, "undo-first").failure()).contains("the disk is full");

        overrides.override(run.id(), "bob", "the host must come back today", List.of("approval"));
        runs.resume(run.id(), "ada");
        assertThat(atRest(run).state()).isEqualTo(RunState.ROLLED_BACK);
    }

    @Test
    void a_text_that_asks_nobody_any_more_is_asked_about_too() {
        Run run = pausedAfterItsYes();
        String before = hash();
        save("approved", ROUTE.formatted("approved", "rollback: 'direct:undo-approved'"));
        awaitAnotherThan(before);
        try {
            runs.resume(run.id(), "ada");

            waiting(run, Verdict.Kind.APPROVAL);
            sayYes(run);
            assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(usedAt(run)).isNotNull();
        } finally {
            String without = hash();
            save("approved", ROUTE.formatted("approved", PIPELINES.get("approved")));
            awaitAnotherThan(without);
        }
    }

    @Test
    void who_may_override_lets_a_resumed_run_go_on_with_a_reason() {
        Run run = pausedAfterItsYes();
        change("parts-of-approved");
        runs.resume(run.id(), "ada");
        waiting(run, Verdict.Kind.APPROVAL);

        overrides.override(run.id(), "bob", "customers cannot queue at all", List.of("approval"));

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(overrides.breakGlass(10))
                .anySatisfy(recorded -> assertThat(recorded.run()).isEqualTo(run.id()));
    }

    @Test
    void a_no_to_a_resumed_run_asks_a_person_and_holds_for_that_text_only() {
        Run run = pausedAfterItsYes();
        change("parts-of-approved");
        runs.resume(run.id(), "ada");
        waiting(run, Verdict.Kind.APPROVAL);

        approvals.reject(run.id(), "bob", "not this way");

        Run asking = atRest(run);
        assertThat(asking.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(asking.reason()).contains("rejected by bob: not this way").contains("roll back or cancel");
        runs.resume(run.id(), "ada");
        assertThat(atRest(run).reason()).contains("rejected by bob");

        change("parts-of-approved");
        runs.resume(run.id(), "ada");
        waiting(run, Verdict.Kind.APPROVAL);
        sayYes(run);
        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_run_is_undone_by_what_was_approved_and_by_nothing_else() {
        Run run = pausedAfterItsYes();
        change("parts-of-approved");

        assertThatThrownBy(() -> runs.rollBack(run.id(), "ada"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("put that text back")
                .hasMessageContaining("upkeep runs override " + run.id());
        assertThat(now(run).state()).isEqualTo(RunState.PAUSED);
        assertThat(witness.of(run.id())).containsExactly("first");
        runs.cancel(run.id(), "ada");

        Run unchanged = pausedAfterItsYes();
        runs.rollBack(unchanged.id(), "ada");
        assertThat(atRest(unchanged).state()).isEqualTo(RunState.ROLLED_BACK);
    }

    @Test
    void a_run_whose_text_is_the_same_goes_on_without_anybody_being_asked_again() {
        Run run = pausedAfterItsYes();

        runs.resume(run.id(), "ada");

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(witness.of(run.id())).containsExactly("first", "second");
    }

    @Test
    void a_paused_system_holds_a_resumed_run() {
        Run run = pausedAfterItsYes();
        pausing.pauseAll("ada", "the network is being moved");

        runs.resume(run.id(), "ada");

        assertThat(waiting(run, Verdict.Kind.SYSTEM_PAUSED).reason()).contains("the network is being moved");
        pausing.resumeAll("ada");
        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_run_that_stops_with_its_window_is_undone_when_it_is_resumed_after_it() {
        Occurrence first = open(Duration.ofHours(1));
        Run run = paused("stopping");
        windows.cancel(first.id(), "the disk is needed elsewhere", "person:ada");

        runs.resume(run.id(), "ada");

        Run undone = atRest(run);
        assertThat(undone.state()).as(undone.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(undone.failure()).contains("its window closed at ");
        assertThat(witness.of(run.id())).doesNotContain("second");
    }

    @Test
    void who_may_override_lets_it_finish_outside_of_its_window() {
        Occurrence first = open(Duration.ofHours(1));
        Run run = paused("stopping");
        windows.cancel(first.id(), "the disk is needed elsewhere", "person:ada");
        overrides.override(run.id(), "bob", "half of it is worse than all of it", List.of("window"));

        runs.resume(run.id(), "ada");

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_run_that_may_finish_after_its_window_goes_on_when_it_is_resumed() {
        Occurrence first = open(Duration.ofHours(1));
        Run run = paused("finishing");
        windows.cancel(first.id(), "the disk is needed elsewhere", "person:ada");

        runs.resume(run.id(), "ada");

        assertThat(atRest(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    private Run pausedAfterItsYes() {
        witness.stallAt("first");
        Run run = waiting(request("approved", Map.of()), Verdict.Kind.APPROVAL);
        sayYes(run);
        return paused(run);
    }

    private Run paused(String pipeline) {
        witness.stallAt("first");
        return paused(request(pipeline, Map.of()));
    }

    private Run paused(Run run) {
        seen(run, "first");
        runs.pause(run.id(), "ada");
        witness.letGo();
        assertThat(atRest(run).state()).isEqualTo(RunState.PAUSED);
        return now(run);
    }

    private void sayYes(Run run) {
        approvals.approve(run.id(), "bob", null, null);
        approvals.approve(run.id(), "carol", null, null);
    }

    private Run now(Run run) {
        return journal.find(run.id()).orElseThrow();
    }

    private String hash() {
        return catalog.find("approved").orElseThrow().hash();
    }

    /** While its own file is replaced the pipeline is not there for a moment. */
    private void awaitAnotherThan(String hash) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> catalog.find("approved")
                        .map(Pipeline::hash)
                        .filter(now -> !now.equals(hash))
                        .isPresent());
    }

    private List<String> locks(Run run) {
        return jdbc.sql("SELECT name FROM lock WHERE run_id = :run ORDER BY name")
                .param("run", run.id())
                .query(String.class)
                .list();
    }

    private String usedAt(Run run) {
        return jdbc.sql("SELECT used_by FROM approval_request WHERE run_id = :run")
                .param("run", run.id())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** Saves another text of a file that no pipeline stands in, and waits until the running routes have it. */
    private void change(String file) {
        String before = hash();
        Path path = ROUTES.resolve(file + ".camel.yaml");
        try {
            save(file, Files.readString(path) + "# saved again\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnotherThan(before);
    }

    private static void save(String file, String text) {
        try {
            Files.writeString(ROUTES.resolve(file + ".camel.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("resumed-runs");
            for (String name : PIPELINES.keySet()) {
                Files.writeString(directory.resolve(name + ".camel.yaml"), ROUTE.formatted(name, PIPELINES.get(name)));
                Files.writeString(directory.resolve("parts-of-" + name + ".camel.yaml"), PARTS.formatted(name));
            }
            // the fixture's route in Java calls it
            Files.writeString(
                    directory.resolve("shared.camel.yaml"),
                    "- route: {id: shared, from: {uri: \"direct:shared\", steps: [{log: shared}]}}\n");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
