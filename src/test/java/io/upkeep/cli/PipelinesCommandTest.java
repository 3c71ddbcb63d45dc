package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The catalogue and one pipeline of it, against a server that answers as told. */
class PipelinesCommandTest {

    private static final String DEPLOY = """
            {"name":"deploy","description":"Deploys a version","inputs":[],"window":"weekly",
             "approval":["operations-lead","technical-lead"],
             "timers":[{"cron":"0 30 2 * * ?","zone":"UTC","words":"every day at 02:30 UTC","next":"2026-01-02T02:30:00Z"},
                       {"cron":"0 0 3 L * ?","zone":"Europe/Berlin","next":"2026-01-30T02:00:00Z","inputs":{"environment":"staging","version":"2\\u001b[2J"}}],
             "steps":["validate","copy","copy/check","verify\\u001b[2J"],"rollbackSteps":["undo-copy"],
             "lastRun":{"state":"SUCCEEDED","requestedAt":"2026-01-01T02:30:00Z"}}""";
    private static final String LOOK = """
            {"name":"look","inputs":[],"window":"none","approval":[],"timers":[],"steps":["see"],"rollbackSteps":[]}""";

    private static final String CHOOSE = """
            {"name":"choose","inputs":[],"window":"none","approval":[],"timers":[],
             "steps":["look","day","day/check","week","end"],"rollbackSteps":["undo-day","undo-week"],
             "branches":[{"choice":0,"when":"task is day\\u001b[2J","steps":["day","day/check"]},
                         {"choice":1,"when":"it is late","steps":["day/check"]},
                         {"choice":0,"when":"nothing else fits","steps":["week"]}]}""";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void start() {
        server.on("GET /api/pipelines", 200, "[" + DEPLOY + "," + LOOK + "]")
                .on("GET /api/pipelines/deploy", 200, DEPLOY)
                .on("GET /api/pipelines/look", 200, LOOK)
                .on("GET /api/pipelines/choose", 200, CHOOSE);
    }

    @Test
    void the_list_tells_window_and_approvals_of_each() {
        assertThat(server.run("pipelines")).isZero();

        assertThat(server.output())
                .containsSubsequence(
                        "deploy\n",
                        "  Deploys a version\n",
                        "  timer     every day at 02:30 UTC, next Fri 2026-01-02 02:30 UTC\n",
                        "  timer     0 0 3 L * ? Europe/Berlin, with environment=staging version=2 [2J, next Fri 2026-01-30 03:00 Europe/Berlin\n",
                        "  window    weekly\n",
                        "  approval  operations-lead, technical-lead\n",
                        "  last      SUCCEEDED ",
                        "look\n",
                        "  window    any time\n",
                        "  approval  nobody is asked\n")
                .doesNotContain("undo-copy");
    }

    @Test
    void one_is_shown_with_its_steps_drawn() {
        assertThat(server.run("pipelines", "deploy")).isZero();

        assertThat(server.output())
                .contains("  window    weekly\n")
                .contains("  steps\n    validate\n    ↓\n    copy\n    ├ check\n    ↓\n    verify")
                .contains("  when one fails\n    undo-copy\n")
                .doesNotContain("\u001b");
    }

    @Test
    void one_without_a_way_back_has_no_drawing_of_it() {
        assertThat(server.run("pipelines", "look")).isZero();

        assertThat(server.output()).endsWith("  steps\n    see\n");
    }

    @Test
    void steps_that_exclude_each_other_are_not_drawn_as_a_sequence() {
        assertThat(server.run("pipelines", "choose")).isZero();

        assertThat(server.output()).contains("""
                          steps
                            look
                            ↓
                            day  (when task is day [2J)
                            ├ check  (when task is day [2J, and it is late)
                            or
                            week  (when nothing else fits)
                            ↓
                            end
                        """).doesNotContain("\u001b");
    }

    @Test
    void one_is_printed_as_json_too() {
        assertThat(server.run("pipelines", "look", "--json")).isZero();

        assertThat(server.output()).startsWith("{").contains("\"window\" : \"none\"");
    }

    @Test
    void an_unknown_name_is_refused_with_the_servers_words() {
        server.on("GET /api/pipelines/a%2Fb", 404, "{\"detail\":\"no pipeline is called 'a/b'; there are: deploy\"}");

        assertThat(server.run("pipelines", "a/b")).isEqualTo(ExitCode.INVALID);
        assertThat(server.errors()).contains("no pipeline is called 'a/b'; there are: deploy");
    }
}
