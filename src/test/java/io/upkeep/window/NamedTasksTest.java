package io.upkeep.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.approval.ApprovalDesk;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.SaidInRun;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Each named task and each type of maintenance window, by the routes as they are shipped. What they start is tried by tests of its own;
 * here stand-ins take its place, so that all of them can be gone through.
 */
class NamedTasksTest {

    private static final List<String> STARTED = List.of(
            "check-system-health",
            "check-security",
            "apply-security-updates",
            "update-dependencies",
            "update-system-monthly",
            "update-major",
            "verify-backups",
            "optimise-performance",
            "back-up-configuration");
    /** May be asked for, and nothing does it. */
    private static final String FORGOTTEN = "autumn_cleaning";

    private static final StandIn WORK = new StandIn();
    private static ConfigurableApplicationContext upkeep;

    /** The work of the stand-ins. */
    public static final class StandIn {

        private final Set<String> broken = ConcurrentHashMap.newKeySet();

        /** Works, unless it is broken. */
        public String work(String pipeline) {
            if (broken.contains(pipeline)) {
                throw new IllegalStateException(pipeline + " is broken");
            }
            return pipeline + " is done";
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Path routes = routes(Places.of("named-tasks"));
        Map<String, String> settings = new HashMap<>(Map.of(
                "spring.datasource.url", Sandbox.shared().postgres().createUpkeepDatabase("named_tasks"),
                "spring.datasource.username", Sandbox.shared().properties().get("spring.datasource.username"),
                "spring.datasource.password", Sandbox.shared().properties().get("spring.datasource.password"),
                "spring.main.web-application-type", "none",
                "upkeep.engine.node", "named-tasks",
                "camel.component.quartz.auto-start-scheduler", "false",
                "upkeep.window-keeper.interval", "200ms",
                "upkeep.routes.directory", routes.toString(),
                "upkeep.data-directory", routes.resolveSibling("data").toString()));
        for (String window : List.of("weekly", "monthly", "quarterly")) {
            settings.put("upkeep.windows." + window + ".rrule", "FREQ=DAILY;BYHOUR=0;BYMINUTE=0");
            settings.put("upkeep.windows." + window + ".duration", "24h");
            settings.put("upkeep.windows." + window + ".cutoff", "0s");
            settings.put("upkeep.windows." + window + ".zone", "UTC");
        }
        upkeep = new SpringApplicationBuilder(UpkeepApplication.class)
                .initializers(context ->
                        ((GenericApplicationContext) context).registerBean("standIn", StandIn.class, () -> WORK))
                .run(settings.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }

    private static Path routes(Path place) throws IOException {
        Path routes = place.resolve("routes");
        Path pipelines = Files.createDirectories(routes.resolve("pipelines"));
        Files.createDirectories(routes.resolve("kamelets"));
        for (String file :
                List.of("tasks/run-task", "windows/manage-window", "windows/window-tasks", "windows/prepare-window")) {
            Path shipped = Path.of("routes/pipelines", file + ".camel.yaml");
            Files.writeString(
                    pipelines.resolve(shipped.getFileName()),
                    Files.readString(shipped).replace("inputs: task:enum(", "inputs: task:enum(" + FORGOTTEN + "|"));
        }
        StringBuilder standIns = new StringBuilder();
        for (String name : STARTED) {
            String inputs = name.equals("check-system-health") ? "inputs: backup:enum(present|intact)=intact, " : "";
            standIns.append("""
                    - route:
                        id: %1$s
                        description: Stands in for %1$s
                        from:
                          uri: maintenance:%1$s
                          parameters: {%2$simpact: NO-IMPACT, owner: operations-lead, timeout: 1m, rollback: "direct:%1$s-undone"}
                          steps:
                            - step: {id: work, steps: [{setBody: {expression: {method: {ref: standIn, method: "work('%1$s')"}}}}]}
                    - route:
                        id: %1$s-undone
                        from:
                          uri: direct:%1$s-undone
                          steps:
                            - step: {id: undo-work, steps: [{setBody: {expression: {constant: {expression: undone}}}}]}
                    """.formatted(name, inputs));
        }
        Files.writeString(pipelines.resolve("stand-ins.camel.yaml"), standIns);
        return routes.toAbsolutePath();
    }

    @AfterAll
    static void stop() {
        upkeep.close();
    }

    @AfterEach
    void mend() {
        WORK.broken.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "daily_checks, check-system-health check-security",
        "weekly_updates, apply-security-updates update-dependencies",
        "monthly_updates, update-system-monthly",
        "backup_verification, verify-backups",
        "performance_optimization, optimise-performance"
    })
    void a_named_task_runs_all_that_belongs_to_it_in_its_order_and_fails_with_any_of_it(String task, String pipelines) {
        List<String> all = List.of(pipelines.split(" "));
        Run done = atRest(request("run-task", Map.of("task", task)));
        assertThat(done.state()).as(done.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(children(done)).containsExactlyElementsOf(all);
        assertThat(said(done)).containsExactlyElementsOf(ends(done));

        String last = all.get(all.size() - 1);
        WORK.broken.add(last);
        Run failed = atRest(request("run-task", Map.of("task", task)));
        assertThat(failed.state()).isNotEqualTo(RunState.SUCCEEDED);
        assertThat(failed.failure()).contains(last);
        assertThat(children(failed)).containsExactlyElementsOf(all);
    }

    @Test
    void what_is_no_task_is_refused_with_those_that_are() {
        assertThat(refusal(Map.of("task", "spring_cleaning")))
                .contains("spring_cleaning", "daily_checks", "weekly_updates");
        assertThat(refusal(Map.of("task", "weekly_update"))).endsWith("write for example task=weekly_updates");
    }

    @Test
    void a_task_that_nothing_does_says_so_with_what_to_do() {
        Run run = atRest(request("run-task", Map.of("task", FORGOTTEN)));

        assertThat(run.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(run.failure())
                .isEqualTo(
                        "task 'autumn_cleaning' may be asked for, but nothing does it; add its steps to run-task.camel.yaml, or ask for another, such as daily_checks");
    }

    @Test
    void nobody_is_asked_about_a_window_on_no_date() {
        assertThat(refusal("manage-window", Map.of("type", "weekly", "date", "yesterday", "duration", "2h")))
                .contains("'yesterday' is not a date; write for example date=2026-12-06");
    }

    @Test
    void nobody_is_asked_about_a_window_that_is_over() {
        assertThat(refusal("manage-window", Map.of("type", "emergency", "date", "2020-01-01T02:00", "duration", "2h")))
                .contains("date '2020-01-01T02:00' with duration 2 h is over already, on Wednesday 2020-01-01 0");
    }

    private static String refusal(Map<String, String> inputs) {
        try {
            Run run = atRest(request("run-task", inputs));
            return run.failure() + run.reason();
        } catch (RuntimeException refused) {
            return refused.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "weekly, apply-security-updates update-dependencies",
        "monthly, update-system-monthly",
        "quarterly, update-major"
    })
    void a_window_of_each_type_is_gone_through_with_its_own_tasks(String type, String tasks) {
        // what began in the window already would count
        jdbc().sql("UPDATE run SET started_at = started_at - interval '2 days' WHERE finished_at IS NOT NULL")
                .update();
        Run done = atRest(managed(type, "24h"));

        assertThat(done.state()).as("%s: %s", done.failedStep(), done.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(children(done))
                .containsExactlyElementsOf(List.of(
                        ("check-system-health back-up-configuration " + tasks + " check-system-health").split(" ")));
        assertThat(today(type).state()).isEqualTo(WindowState.COMPLETED);
    }

    @Test
    void work_in_an_emergency_window_is_peoples_own() {
        String soon = LocalDate.now(ZoneOffset.UTC).plusDays(1) + "T10:00";
        Run run = approved("emergency", soon, "2h");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> reason(run).startsWith("waits for the emergency window to open"));
        Occurrence window = upkeep.getBean(AgreedWindows.class).notOver(Instant.now(), 60).stream()
                .filter(occurrence -> occurrence.window().equals("emergency"))
                .findFirst()
                .orElseThrow();
        WindowBook book = upkeep.getBean(WindowBook.class);
        book.start(window.id(), "person:ada");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> reason(run).startsWith("people work in the emergency window"));
        book.verify(window.id(), "person:ada");

        Run done = atRest(run);
        assertThat(done.state()).as(done.failure()).isEqualTo(RunState.SUCCEEDED);
        assertThat(children(done))
                .containsExactly("check-system-health", "back-up-configuration", "check-system-health");
    }

    @Test
    void nothing_is_prepared_for_a_type_of_window_that_nobody_declared() {
        assertThat(refusal("manage-window", Map.of("type", "yearly", "date", "2026-12-06", "duration", "2h")))
                .contains("yearly", "weekly");
    }

    private static String refusal(String pipeline, Map<String, String> inputs) {
        try {
            return String.valueOf(request(pipeline, inputs).reason());
        } catch (RuntimeException refused) {
            return refused.getMessage();
        }
    }

    private static Run managed(String type, String duration) {
        return approved(type, LocalDate.now(ZoneOffset.UTC).toString(), duration);
    }

    private static Run approved(String type, String date, String duration) {
        Run run = request("manage-window", Map.of("type", type, "date", date, "duration", duration));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> upkeep.getBean(ApprovalDesk.class).find(run.id()).isPresent());
        upkeep.getBean(ApprovalDesk.class).approve(run.id(), "ada", null, "agreed");
        return run;
    }

    private static Run request(String pipeline, Map<String, String> inputs) {
        return upkeep.getBean(Runs.class).request(new RunRequest(pipeline, inputs, "person:bob", null));
    }

    private static Run atRest(Run run) {
        return await().atMost(Duration.ofMinutes(2))
                .until(() -> now(run), seen -> seen.state().isAtRest());
    }

    private static Run now(Run run) {
        return upkeep.getBean(RunJournal.class).find(run.id()).orElseThrow();
    }

    private static String reason(Run run) {
        return String.valueOf(now(run).reason());
    }

    private static Occurrence today(String type) {
        var id = jdbc().sql(
                        "SELECT id FROM window_occurrence WHERE name = :name AND opens_at <= now() ORDER BY opens_at DESC LIMIT 1")
                .param("name", type)
                .query(java.util.UUID.class)
                .single();
        return upkeep.getBean(AgreedWindows.class).find(id).orElseThrow();
    }

    private static List<String> children(Run run) {
        return jdbc().sql("SELECT pipeline FROM run WHERE parent = :run ORDER BY requested_at")
                .param("run", run.id())
                .query(String.class)
                .list();
    }

    /** What its steps have said, each what became of its child. */
    private static List<String> said(Run run) {
        return upkeep.getBean(RunJournal.class).steps(run.id()).stream()
                .map(step -> SaidInRun.of(
                        upkeep.getBean(RunLog.class), run, step.key().toString()))
                .toList();
    }

    private static List<String> ends(Run run) {
        return jdbc().sql(
                        "SELECT pipeline || ' SUCCEEDED: run ' || id FROM run WHERE parent = :run ORDER BY requested_at")
                .param("run", run.id())
                .query(String.class)
                .list();
    }

    private static JdbcClient jdbc() {
        return upkeep.getBean(JdbcClient.class);
    }
}
