package io.upkeep.cli;

import static io.upkeep.cli.ScriptedServer.RUN;
import static io.upkeep.cli.ScriptedServer.runJson;
import static io.upkeep.cli.ScriptedServer.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands print and how they exit, against a server that answers as told. */
class UpkeepCommandTest {

    private static final String START = "POST /api/pipelines/greet/runs";
    private static final String ONE = "GET /api/runs/" + RUN;
    private static final String EVENTS = ONE + "/events";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void start() {
        server.on(START, 202, "{\"id\":\"" + RUN + "\",\"url\":\"/api/runs/" + RUN + "\"}")
                .on(
                        "GET /api/pipelines",
                        200,
                        "[{\"name\":\"greet\",\"steps\":[\"prepare\",\"speak\"],\"inputs\":[]}]");
    }

    @Test
    void follows_a_run_to_its_end_and_exits_0_when_it_succeeded() {
        server.on(ONE, 200, runJson("RUNNING", step("prepare", "RUN", "STARTED", null)));
        String done =
                runJson("SUCCEEDED", step("prepare", "RUN", "FINISHED", null), step("speak", "RUN", "FINISHED", null));
        server.on(EVENTS, 200, ":heartbeat\n\nevent:run\ndata:" + done + "\n\n");

        int exit = server.run("run", "greet", "version=1", "--request-id", "r-1", "--follow");

        assertThat(exit).isZero();
        assertThat(server.output())
                .containsSubsequence("finished prepare  1.0 s", "finished speak  1.0 s", "SUCCEEDED after 5.0 s")
                .doesNotContain("\u001b")
                .doesNotContain("\r");
        assertThat(server.requests).contains(START + " {\"parameters\":{\"version\":\"1\"},\"requestId\":\"r-1\"}");
    }

    @Test
    void steps_that_ended_since_the_last_look_are_told_as_they_ended_and_one_around_others_behind_them() {
        String over = runJson(
                "SUCCEEDED",
                ended("around", "", 4),
                ended("around/each", "0", 3),
                ended("around/each", "1", 2),
                ended("around/each/last", "0", 3),
                ended("after", "", 4));
        server.on(ONE, 200, over);

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output())
                .containsSubsequence(
                        "finished around/each[1]",
                        "finished around/each/last[0]",
                        "finished around/each[0]",
                        "finished around  ",
                        "finished after");
    }

    @Test
    void what_ended_before_a_wait_is_told_before_it() {
        String waits = runJson("WAITING", ended("first", "", 1))
                .replace("\"reason\":null", "\"reason\":\"waits for a child\"");
        server.on(ONE, 200, waits).on(ONE, 200, waits).on(ONE, 200, runJson("SUCCEEDED", ended("first", "", 1)));
        server.on(EVENTS, 200, "");

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output()).containsSubsequence("finished first", "waiting: waits for a child", "SUCCEEDED");
    }

    @Test
    void a_run_that_nobody_takes_up_says_why_while_it_is_followed() {
        String waits = runJson("REQUESTED").replace("\"reason\":null", "\"reason\":\"the only node, n, is paused\"");
        server.on(ONE, 200, waits).on(ONE, 200, waits).on(ONE, 200, runJson("SUCCEEDED"));
        server.on(EVENTS, 200, "");

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output()).containsSubsequence("waiting: the only node, n, is paused", "SUCCEEDED");
    }

    @Test
    void why_a_run_waits_is_told_as_often_as_it_changes_and_that_it_goes_on_before_what_it_did_then() {
        String first = waits("WAITING", "its window is closed");
        String second = waits("WAITING", "run 2 has api-1");
        server.on(ONE, 200, first)
                .on(ONE, 200, first)
                .on(ONE, 200, first)
                .on(ONE, 200, second)
                .on(ONE, 200, first)
                .on(ONE, 200, runJson("RUNNING", ended("first", "", 1)))
                .on(ONE, 200, runJson("SUCCEEDED", ended("first", "", 1)));
        server.on(EVENTS, 200, "");

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output().lines().limit(5))
                .startsWith(
                        "waiting: its window is closed",
                        "waiting: run 2 has api-1",
                        "waiting: its window is closed",
                        "goes on")
                .last()
                .asString()
                .startsWith("finished first");
    }

    @Test
    void what_keeps_a_run_from_starting_is_taken_back_when_it_is_gone() {
        String requested = runJson("REQUESTED");
        String paused = waits("REQUESTED", "the only node, n, is paused");
        server.on(ONE, 200, paused)
                .on(ONE, 200, paused)
                .on(ONE, 200, requested)
                .on(ONE, 200, runJson("RUNNING"))
                .on(ONE, 200, runJson("SUCCEEDED"));
        server.on(EVENTS, 200, "");

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output()).containsSubsequence("waiting: the only node, n, is paused", "goes on", "SUCCEEDED");
        assertThat(server.output()).containsOnlyOnce("goes on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELLED", "ROLLING_BACK"})
    void a_run_whose_wait_ends_otherwise_does_not_go_on(String state) {
        String waits = waits("WAITING", "its window is closed");
        server.on(ONE, 200, waits)
                .on(ONE, 200, waits)
                .on(ONE, 200, runJson(state))
                .on(ONE, 200, runJson("ROLLED_BACK"));
        server.on(EVENTS, 200, "");

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output()).contains("waiting: its window is closed").doesNotContain("goes on");
    }

    private static String waits(String state, String reason) {
        return runJson(state).replace("\"reason\":null", "\"reason\":\"" + reason + "\"");
    }

    @Test
    void a_run_that_is_just_asked_for_waits_for_nothing() {
        server.on(ONE, 200, runJson("REQUESTED"))
                .on(ONE, 200, runJson("REQUESTED"))
                .on(ONE, 200, runJson("SUCCEEDED"));
        server.on(EVENTS, 200, "");

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output()).contains("SUCCEEDED").doesNotContain("waiting");
    }

    @Test
    void who_follows_by_the_beginning_of_an_id_follows_the_whole_one() {
        server.on("GET /api/runs/" + RUN.substring(0, 8), 200, runJson("RUNNING"))
                .on(ONE, 200, runJson("SUCCEEDED"));
        server.on(EVENTS, 200, "");

        assertThat(server.run("runs", "show", RUN.substring(0, 8), "--follow")).isZero();
    }

    @Test
    void a_run_that_waits_is_read_again_while_its_stream_says_nothing_as_why_it_waits_may_change_without_it() {
        String waits = runJson("REQUESTED");
        server.on(ONE, 200, waits)
                .on(ONE, 200, waits)
                .on(ONE, 200, waits.replace("\"reason\":null", "\"reason\":\"the only node, n, is paused\""))
                .on(ONE, 200, runJson("SUCCEEDED"));
        server.on(EVENTS, 200, ":heartbeat\n\n".repeat(4));

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output()).containsSubsequence("waiting: the only node, n, is paused", "SUCCEEDED");
        assertThat(server.requests).as("in one stream").containsOnlyOnce(EVENTS + " ");
    }

    @Test
    void a_run_at_work_is_not_read_again_with_its_streams_heartbeats() {
        server.on(ONE, 200, runJson("RUNNING"));
        server.on(EVENTS, 200, ":heartbeat\n\n".repeat(4) + "event:run\ndata:" + runJson("SUCCEEDED") + "\n\n");

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.requests)
                .as("read for the command, and once before the stream")
                .filteredOn((ONE + " ")::equals)
                .hasSize(2);
    }

    private static String ended(String path, String iteration, int second) {
        return step(path, "RUN", "FINISHED", null)
                .replace("\"iteration\":\"\"", "\"iteration\":\"" + iteration + "\"")
                .replace("00:00:01Z", "00:00:0" + second + "Z");
    }

    @Test
    void a_name_that_no_address_can_hold_is_a_mistake_in_the_command() {
        server.on("GET /api/runs/a%2Fb", 400, "<html>bad request</html>");

        assertThat(server.run("runs", "show", "a/b")).isEqualTo(2);

        assertThat(server.errors()).contains("no name and no id has a /");
    }

    @Test
    void says_of_which_pipeline_there_are_no_runs() {
        server.on("GET /api/runs?limit=20&pipeline=greet", 200, "[]");
        server.on("GET /api/pipelines/greet", 200, "{}");

        assertThat(server.run("runs", "list", "--pipeline", "greet")).isZero();

        assertThat(server.output()).contains("no runs of 'greet' yet");
    }

    @Test
    void a_pipeline_that_there_is_not_is_a_mistake_and_no_list_without_runs() {
        server.on("GET /api/runs?limit=20&pipeline=grete", 200, "[]");
        server.on("GET /api/pipelines/grete", 404, "{\"detail\":\"no pipeline is called 'grete'; there are: greet\"}");

        assertThat(server.run("runs", "list", "--pipeline", "grete")).isEqualTo(2);

        assertThat(server.errors()).contains("no pipeline is called 'grete'; there are: greet");
    }

    @Test
    void help_is_a_command_too() {
        assertThat(server.run("help")).isZero();
        assertThat(server.run("help", "lock")).isZero();

        assertThat(server.output()).contains("Exit codes:", "upkeep validate [DIRECTORY]", "Usage: upkeep lock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ROLLED_BACK", "ROLLBACK_FAILED", "NEEDS_ATTENTION", "CANCELLED", "REJECTED", "SOMETHING_NEW"})
    void exits_1_when_a_followed_run_ended_otherwise(String state) {
        server.on(ONE, 200, runJson(state, step("speak", "RUN", "FAILED", "\"lost its voice\\nfor good\"")));

        assertThat(server.run("run", "greet", "version=1", "-f")).isEqualTo(ExitCode.RUN_NOT_SUCCEEDED);
        assertThat(server.output()).contains("FAILED   speak", "lost its voice\n         for good", state);
    }

    @Test
    void asks_again_when_the_stream_breaks_or_there_is_none() {
        server.on(ONE, 200, runJson("RUNNING"))
                .on(ONE, 500, "oops")
                .on(ONE, 200, runJson("RUNNING"))
                .on(ONE, 200, runJson("SUCCEEDED"));
        server.on(EVENTS, 200, "event:run\ndata:" + runJson("RUNNING") + "\n\n").on(EVENTS, 404, "");

        assertThat(server.run("run", "greet", "-f")).isZero();
        assertThat(server.output()).containsSubsequence("connection lost", "connected again", "SUCCEEDED");
        assertThat(server.requests).filteredOn(r -> r.startsWith(EVENTS)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void draws_a_bar_on_a_terminal_and_obeys_no_color() {
        server.on(ONE, 200, runJson("RUNNING", step("prepare", "RUN", "FINISHED", null)));
        server.on(EVENTS, 200, "data:" + runJson("SUCCEEDED", step("prepare", "RUN", "FINISHED", null)) + "\n\n");

        assertThat(server.run(true, Map.of("NO_COLOR", "1"), "run", "greet", "-f"))
                .isZero();

        assertThat(server.output())
                .contains("━━━━━━━━━━━━────────────", "1/2", "✓  prepare")
                .doesNotContain("\u001b[3");
    }

    @Test
    void shows_what_the_server_refuses_and_exits_2() {
        String problem = "{\"status\":400,\"detail\":\"input 'version' is required; write for example version=1.4.2\"}";
        ScriptedServer refusing = server.on("POST /api/pipelines/other/runs", 400, problem);

        assertThat(refusing.run("run", "other")).isEqualTo(ExitCode.INVALID);
        assertThat(refusing.errors()).contains("write for example version=1.4.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "=1", "--nonsense"})
    void refuses_wrong_arguments_before_asking_the_server(String argument) {
        assertThat(server.run("run", "greet", argument)).isEqualTo(ExitCode.INVALID);
        assertThat(server.requests).isEmpty();
        assertThat(server.errors()).isNotBlank();
    }

    @Test
    void exits_3_when_nothing_answers_and_says_how_to_name_the_server() {
        assertThat(server.run("--server", "http://127.0.0.1:1", "runs", "list")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(server.errors()).contains("no Upkeep answers at http://127.0.0.1:1/", "--server");
    }

    @Test
    void exits_3_when_something_else_answers() {
        server.on("GET /api/targets", 200, "<html>a printer</html>");

        assertThat(server.run("targets")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(server.errors()).contains("not as Upkeep does");
    }

    @Test
    void exits_3_with_the_servers_own_words_when_it_cannot_answer_now() {
        server.on("GET /api/targets", 503, "{\"status\":503,\"detail\":\"Upkeep is starting; try again in a moment\"}");

        assertThat(server.run("targets")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(server.errors())
                .contains("Upkeep is starting; try again in a moment")
                .doesNotContain("not as Upkeep does");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://localhost", "http://", "not a url"})
    void refuses_what_is_no_address_of_a_server(String url) {
        assertThat(server.run("runs", "list", "--server", url)).isEqualTo(ExitCode.INVALID);
        assertThat(server.errors()).contains("write http://localhost:8080");
    }

    @Test
    void makes_hostile_text_harmless() {
        String hostile = "\"\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202eevil\\u0000\"";
        server.on(ONE, 200, runJson("ROLLED_BACK", step("speak", "RUN", "FAILED", hostile)));

        for (String[] command :
                new String[][] {{"runs", "show", RUN}, {"runs", "show", RUN, "--json"}, {"run", "greet", "-f"}}) {
            server.run(command);
        }

        assertThat(server.output()).contains("evil").doesNotContain("\u001b", "\u009b", "\u202e", "\u0000", "\u0007");
    }

    @Test
    void an_id_cannot_leave_its_place_in_the_address() {
        server.run("runs", "cancel", "../../actuator/shutdown?x=#");

        assertThat(server.requests).containsExactly("POST /api/runs/..%2F..%2Factuator%2Fshutdown%3Fx%3D%23/cancel {}");
    }

    @Test
    void lists_and_decides() {
        server.on("GET /api/runs?limit=20", 200, "[" + runJson("NEEDS_ATTENTION") + "]");
        server.on("POST /api/runs/" + RUN + "/resume", 200, runJson("RUNNING"));

        assertThat(server.run("runs", "list")).isZero();
        assertThat(server.run("runs", "resume", RUN)).isZero();
        assertThat(server.output()).contains("NEEDS_ATTENTION", "is now RUNNING");
    }

    @Test
    void a_list_says_why_a_run_failed_in_the_first_line_of_it() {
        server.on("GET /api/runs?limit=20", 200, """
                [{"id":"%s","pipeline":"deploy","state":"ROLLED_BACK","failure":"no release '9.9'\\nthere are more","reason":null}]
                """.formatted(RUN));

        assertThat(server.run("runs", "list")).isZero();

        assertThat(server.output()).contains("no release '9.9'").doesNotContain("there are more");
    }

    @Test
    void hosts_that_could_not_be_compared_are_told_with_the_reason() {
        server.on("GET /api/configuration/drift", 200, """
                {"run":"00000000-0000-0000-0000-000000000001","checkedAt":"2026-07-01T08:00:00Z",
                 "drift":{"version":"production 1.1.0","environment":"","drifted":false,"hosts":{},
                          "notCompared":{"api-2":["refused the connection; check that sshd runs there"]}}}
                """);

        assertThat(server.run("configuration", "drift")).isZero();

        assertThat(server.output())
                .contains("no host differs of those that could be looked at: compared with version production 1.1.0")
                .contains("api-2: not compared: refused the connection; check that sshd runs there");
    }

    @Test
    void drift_of_several_environments_is_told_without_a_gap() {
        server.on("GET /api/configuration/drift", 200, """
                {"checkedAt":"2026-11-23T12:00:00Z",
                 "drift":{"version":"production 1.1.0, staging 1.0.0","environment":"","drifted":false,"hosts":{}}}
                """);

        assertThat(server.run("configuration", "drift")).isZero();

        assertThat(server.output())
                .contains("no host differs: compared with version production 1.1.0, staging 1.0.0, 2026-11-23");
    }
}
