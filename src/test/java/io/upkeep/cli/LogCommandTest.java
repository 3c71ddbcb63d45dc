package io.upkeep.cli;

import static io.upkeep.cli.ScriptedServer.RUN;
import static io.upkeep.cli.ScriptedServer.runJson;
import static io.upkeep.cli.ScriptedServer.step;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code upkeep runs log}, and what is said while a run is followed. */
class LogCommandTest {

    private static final String ONE = "GET /api/runs/" + RUN;
    private static final String LOG = ONE + "/log?limit=200";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    private static String entry(int id, String host, String stream, String text) {
        return """
                {"id":%d,"at":"2026-01-01T00:00:00Z","phase":"RUN","step":"deploy","host":%s,"stream":"%s","text":"%s"}""".formatted(id, host == null ? "null" : '"' + host + '"', stream, text);
    }

    @Test
    void prints_every_line_with_its_step_and_host_and_nothing_that_could_steer_a_terminal() {
        server.on(
                LOG + "&after=0",
                200,
                "[" + entry(7, "api-1", "out", "a   b\\n\\u001b[2Jc") + "," + entry(9, null, "said", "done") + "]");

        assertThat(server.run("runs", "log", RUN)).isZero();

        assertThat(server.output().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("deploy  api-1  a   b"))
                .anySatisfy(line -> assertThat(line).endsWith(" [2Jc"))
                .anySatisfy(line -> assertThat(line).endsWith("deploy  done"));
        assertThat(server.output()).doesNotContain("\u001b");
    }

    @Test
    void asks_for_one_host_and_step_and_says_when_there_is_nothing() {
        server.on(LOG + "&host=api-1&step=deploy%2Frestart&after=0", 200, "[]").on(ONE, 200, runJson("SUCCEEDED"));

        assertThat(server.run("runs", "log", RUN, "--host", "api-1", "--step", "deploy/restart"))
                .isZero();

        assertThat(server.output()).contains("has said nothing that is kept");
    }

    @Test
    void stays_until_the_run_is_at_rest_and_reads_its_last_words() {
        server.on(ONE, 200, runJson("RUNNING")).on(ONE, 200, runJson("SUCCEEDED"));
        server.on(LOG + "&after=0", 200, "[" + entry(1, null, "said", "first") + "]");
        server.on(LOG + "&after=1", 200, "[" + entry(2, null, "said", "last") + "]");

        assertThat(server.run("runs", "log", RUN, "--follow")).isZero();

        assertThat(server.output()).containsSubsequence("first", "last");
    }

    @Test
    void a_run_that_failed_says_where_its_log_is() {
        server.on("GET /api/pipelines", 200, "[]").on(ONE, 200, runJson("ROLLED_BACK"));

        assertThat(server.run("runs", "show", RUN, "--follow")).isEqualTo(1);

        assertThat(server.output()).contains("ROLLED_BACK").endsWith("log:  upkeep runs log " + RUN + "\n");
    }

    @Test
    void who_follows_a_run_is_told_what_its_steps_say() {
        server.on("GET /api/pipelines", 200, "[]")
                .on(ONE, 200, runJson("SUCCEEDED", step("deploy", "RUN", "FINISHED", null)));
        server.on(LOG + "&stream=said&after=0", 200, "[" + entry(1, null, "said", "4 files") + "]");
        server.on(LOG + "&after=0", 200, "[" + entry(1, "api-1", "out", "copying") + "]");

        assertThat(server.run("runs", "show", RUN, "--follow")).isZero();
        assertThat(server.output())
                .containsSubsequence("deploy", "4 files", "SUCCEEDED")
                .doesNotContain("copying");
        assertThat(server.run("runs", "show", RUN, "--follow", "--log")).isZero();
        assertThat(server.output()).contains("api-1  copying");
    }
}
