package io.upkeep.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.approval.ApprovalDesk;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.Runs;
import io.upkeep.probe.EstateHealth;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.SaidInRun;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.Sandbox;
import io.upkeep.sandbox.SshHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pipelines of maintenance windows, as they are shipped, on the sandbox. */
class ManageWindowTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Sandbox SANDBOX = Sandbox.shared();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static ConfigurableApplicationContext upkeep;

    @BeforeAll
    static void start() {
        Map<String, String> properties = SANDBOX.properties();
        properties.put("spring.datasource.url", SANDBOX.postgres().createUpkeepDatabase("manage_window"));
        properties.put("server.port", "0");
        properties.put("upkeep.window-keeper.interval", "500ms");
        properties.put("camel.main.routes-include-pattern", "file:routes/pipelines/**/*.camel.yaml");
        upkeep = new SpringApplicationBuilder(UpkeepApplication.class)
                .run(properties.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
        SANDBOX.s3().empty(S3Part.BACKUP_BUCKET);
    }

    @AfterAll
    static void stop() {
        upkeep.close();
    }

    @AfterEach
    void heal() {
        SANDBOX.healAll();
        // they reach the database and the cache again a moment after these are healed
        SANDBOX.queues()
                .forEach(queue -> await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .until(() -> status(URI.create(queue.address() + "/health")) == 200));
    }

    private static int status(URI page) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void a_window_is_agreed_announced_prepared_opened_verified_and_completed() {
        Run run = managed();
        assertThat(run.reason()).startsWith("waits for the emergency window to open");
        RunLog log = upkeep.getBean(RunLog.class);
        assertThat(SaidInRun.of(log, run, "schedule"))
                .startsWith("the emergency window of ")
                .endsWith(" is added to the agreed ones");
        assertThat(SaidInRun.of(log, run, "prepare/note-state")).isEqualTo("no target is critical");
        Occurrence window = window(run);
        assertThat(window.state()).isEqualTo(WindowState.APPROVED);
        assertThat(children(run)).containsExactly("check-system-health", "back-up-configuration");
        assertThat(told(run)).containsExactly("has a window planned");

        book().start(window.id(), "person:ada");
        waiting(run, "people work in the emergency window");
        Occurrence extended = book().extend(window.id(), "+6h", "the copy is slow", "person:ada");
        book().verify(window.id(), "person:ada");

        Run done = atRest(run);
        assertThat(done.state()).as(done.failedStep() + ": " + done.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(window(run).state()).isEqualTo(WindowState.COMPLETED);
        assertThat(told(run)).containsExactly("has a window planned", "has completed its window");
        assertThat(words(run, "has completed its window"))
                .as("as it was in the end, not as it was planned")
                .isNotEmpty()
                .allSatisfy(words -> assertThat(words).contains(extended.times() + "; it ended at "));
    }

    @Test
    void a_window_that_is_called_off_during_its_work_is_not_told_as_completed() {
        Run run = managed();
        book().start(window(run).id(), "person:ada");
        waiting(run, "people work in the emergency window");

        book().cancel(window(run).id(), "the vendor is ill", "person:ada");

        Run done = atRest(run);
        assertThat(window(run).state()).isEqualTo(WindowState.CANCELLED);
        assertThat(done.state()).as(done.failedStep() + ": " + done.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(told(run)).containsExactly("has a window planned", "is done with its window, which was called off");
        assertThat(words(run, "which was called off"))
                .isNotEmpty()
                .allSatisfy(words -> assertThat(words).contains("it was called off at "));
        assertThat(SaidInRun.of(upkeep.getBean(RunLog.class), run, "execute/await-people"))
                .isEqualTo("the emergency window was called off (the vendor is ill)");
    }

    @Test
    void an_emergency_window_opens_where_a_host_that_is_down_cannot_be_backed_up_before() {
        SANDBOX.breakPart("web-1", SshHost.DOWN);

        Run run = managed();

        assertThat(SaidInRun.of(upkeep.getBean(RunLog.class), run, "prepare/try-back-up-before"))
                .contains("back-up-configuration ended ROLLED_BACK", "web-1");
        assertThat(window(run).state()).isEqualTo(WindowState.APPROVED);
    }

    @Test
    void a_target_that_is_critical_after_the_work_fails_the_window_and_everyone_is_told() {
        Run run = managed();
        book().start(window(run).id(), "person:ada");
        waiting(run, "people work in the emergency window");
        SANDBOX.breakPart("redis", Relay.REFUSING);
        assertThat(SANDBOX.part("redis").state()).isEqualTo(Relay.REFUSING);

        book().verify(window(run).id(), "person:ada");

        Run failed = atRest(run);
        assertThat(failed.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(failed.failedStep()).isEqualTo("verify");
        assertThat(failed.failure()).startsWith("critical: cache:").contains("upkeep targets shows them all");
        assertThat(window(run).state()).isEqualTo(WindowState.COMPLETED);
        assertThat(told(run)).containsExactly("has a window planned", "did not go through with its window");
    }

    @Test
    void a_window_that_people_call_off_ends_its_run_before_any_task() {
        Run run = managed();

        book().cancel(window(run).id(), "the vendor is ill", "person:ada");

        Run failed = atRest(run);
        assertThat(failed.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(failed.failure()).contains("is CANCELLED (the vendor is ill)");
        assertThat(window(run).state()).isEqualTo(WindowState.CANCELLED);
    }

    @Test
    void a_run_that_waits_for_its_window_is_simply_cancelled() {
        Run run = managed();

        Run cancelled = upkeep.getBean(Runs.class).cancel(run.id(), "person:ada");

        assertThat(cancelled.state()).as(cancelled.reason()).isEqualTo(RunState.CANCELLED);
        book().cancel(window(run).id(), "nobody needs it", "person:ada");
    }

    @Test
    void what_cannot_be_scheduled_is_refused_with_what_is_agreed() {
        String sunday = upkeep.getBean(AgreedWindows.class).notOver(Instant.now(), 1).stream()
                .filter(occurrence -> occurrence.window().equals("weekly"))
                .map(occurrence ->
                        occurrence.opens().atZone(BERLIN).toLocalDate().toString())
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> request("manage-window", Map.of("type", "weekly", "date", sunday, "duration", "3h")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("is agreed for 2 h, not 3 h; write duration=PT2H");
    }

    @Test
    void the_next_window_is_prepared_or_somebody_is_asked_while_there_is_time() {
        Run ready = atRest(request("prepare-window", Map.of()));
        assertThat(ready.state()).as(ready.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(told(ready)).containsExactly("has everything ready for the next window");

        SANDBOX.breakPart("s3", S3Part.CORRUPT);
        Run unready = atRest(request("prepare-window", Map.of()));

        assertThat(SANDBOX.s3().faultsHit()).isPositive();
        assertThat(unready.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(unready.failedStep()).isEqualTo("prepare/back-up-before");
        assertThat(told(unready)).isEmpty();
        upkeep.getBean(Runs.class).cancel(unready.id(), "person:bob"); // others would wait until somebody decides
    }

    @Test
    void a_backup_that_was_missing_before_is_taken_and_counts() {
        SANDBOX.s3().empty(S3Part.BACKUP_BUCKET);
        atRest(request("check-system-health", Map.of("backup", "present")));
        assertThat(upkeep.getBean(EstateHealth.class).critical())
                .singleElement()
                .asString()
                .startsWith("backups: ");

        Run ready = atRest(request("prepare-window", Map.of()));

        assertThat(ready.state()).as(ready.failure()).isEqualTo(RunState.SUCCEEDED);
        RunLog log = upkeep.getBean(RunLog.class);
        assertThat(SaidInRun.of(log, ready, "look")).startsWith("the next weekly window: Sunday ");
        assertThat(SaidInRun.of(log, ready, "prepare/note-state")).contains("critical already:", "backups: ");
        assertThat(SaidInRun.of(log, ready, "judge")).isEqualTo("no target is critical");
        assertThat(told(ready)).containsExactly("has everything ready for the next window");
    }

    @Test
    void nobody_is_told_that_all_is_ready_for_a_window_that_there_is_not() {
        Run ready = atRest(request("prepare-window", Map.of("type", "emergency")));

        assertThat(ready.state()).as(ready.failure()).isEqualTo(RunState.SUCCEEDED);
        RunLog log = upkeep.getBean(RunLog.class);
        String none = "no emergency window opens within 8 days; none is agreed for later either;"
                + " upkeep window propose asks for one";
        assertThat(SaidInRun.of(log, ready, "look")).isEqualTo(none);
        assertThat(SaidInRun.of(log, ready, "announce")).isEqualTo("nobody is told: " + none);
        assertThat(told(ready)).isEmpty();
    }

    /** An approved run whose window, in an hour, was prepared. */
    private static Run managed() {
        LocalDateTime soon = LocalDateTime.now(BERLIN).plusHours(1).truncatedTo(ChronoUnit.MINUTES);
        Run run = approved(Map.of("type", "emergency", "date", soon.toString(), "duration", "2h"));
        return waiting(run, "waits for the emergency window to open");
    }

    private static Run approved(Map<String, String> inputs) {
        Run run = request("manage-window", inputs);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> upkeep.getBean(ApprovalDesk.class).find(run.id()).isPresent());
        upkeep.getBean(ApprovalDesk.class).approve(run.id(), "ada", null, "agreed");
        return run;
    }

    private static Run request(String pipeline, Map<String, String> inputs) {
        return upkeep.getBean(Runs.class).request(new RunRequest(pipeline, inputs, "person:bob", null));
    }

    private static Run waiting(Run run, String reason) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> now(run),
                        seen -> seen.reason() != null && seen.reason().startsWith(reason));
    }

    private static Run atRest(Run run) {
        return await().atMost(Duration.ofMinutes(2))
                .until(() -> now(run), seen -> seen.state().isAtRest());
    }

    private static Run now(Run run) {
        return upkeep.getBean(RunJournal.class).find(run.id()).orElseThrow();
    }

    private static WindowBook book() {
        return upkeep.getBean(WindowBook.class);
    }

    private static Occurrence window(Run run) {
        UUID id = jdbc().sql("SELECT id FROM window_occurrence WHERE proposed_by = :run")
                .param("run", "run:" + run.id())
                .query(UUID.class)
                .single();
        return upkeep.getBean(AgreedWindows.class).find(id).orElseThrow();
    }

    private static List<String> children(Run run) {
        return jdbc().sql("SELECT pipeline FROM run WHERE parent = :run ORDER BY requested_at")
                .param("run", run.id())
                .query(String.class)
                .list();
    }

    /** The headlines of what was announced by mail, each once however many were told. */
    private static List<String> told(Run run) {
        return jdbc().sql("""
                        SELECT subject FROM notice WHERE text LIKE '%/#/runs/' || :run || '%' AND medium = 'EMAIL'
                          AND subject NOT LIKE '%approv%' AND subject LIKE '[upkeep] %window %' GROUP BY subject ORDER BY min(id)
                        """).param("run", run.id().toString()).query(String.class).list().stream()
                .map(subject -> subject.replaceFirst("\\[upkeep] (manage|prepare)-window ", ""))
                .filter(subject -> subject.contains("window"))
                .toList();
    }

    /** The mails that tell something of a run. */
    private static List<String> words(Run run, String headline) {
        return jdbc().sql("""
                        SELECT text FROM notice WHERE text LIKE '%/#/runs/' || :run || '%' AND medium = 'EMAIL'
                          AND subject LIKE '%' || :headline
                        """)
                .param("run", run.id().toString())
                .param("headline", headline)
                .query(String.class)
                .list();
    }

    private static JdbcClient jdbc() {
        return upkeep.getBean(JdbcClient.class);
    }
}
