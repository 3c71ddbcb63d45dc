package io.upkeep.cli;

import static io.upkeep.cli.ScriptedServer.RUN;
import static io.upkeep.cli.ScriptedServer.runJson;
import static io.upkeep.cli.ScriptedServer.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** plan, pause, resume-all, nodes, lock and the decisions about runs, against a server that answers as told. */
class GovernanceCommandsTest {

    private static final String ONE = "GET /api/runs/" + RUN;
    private static final String CLUSTER = """
            {"paused":{"by":"person:ada","reason":"moving\\u001b[2J","since":"2026-01-01T00:00:00Z"},"nodes":[
             {"name":"node-1","address":"http://127.0.0.1:8080/","startedAt":"2026-01-01T00:00:00Z","pausedBy":null,
              "workers":16,"runs":["a","b"],"isSelf":true},
             {"name":"node-2","address":"http://127.0.0.1:8091/","startedAt":"2026-01-01T00:00:00Z",
              "pausedBy":"person:bob","workers":16,"runs":[],"isSelf":false}]}""";
    private static final String PLAN = """
            {"pipeline":"visit","parameters":{"gift":"cake"},"hash":"cafe","targets":["api-1"],"locks":["api-1"],
             "window":"weekly","approval":["operations-lead"],"impact":"DEGRADED","startsNow":false,
             "admission":"would wait: needs a yes of each: operations-lead","until":null,
             "steps":[{"path":"knock","readOnly":true,"outcome":%s,"calls":[]},
                      {"path":"enter","readOnly":false,"outcome":null,"calls":[
                        {"endpoint":"fleet:label:api?script=x.sh","hosts":["api-1","api-2"],"script":"if true; then\\n    echo \\u001b[31mhi\\nfi"}]}],
             "rollback":[{"path":"undo-enter","readOnly":false,"outcome":null,"calls":[]}]}""";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void plan_shows_steps_hosts_window_approvals_and_locks() {
        server.on("POST /api/pipelines/visit/plan", 200, PLAN.formatted("\"ok\""));

        assertThat(server.run("plan", "visit", "gift=cake", "--scripts")).isZero();

        assertThat(server.requests)
                .containsExactly("POST /api/pipelines/visit/plan {\"parameters\":{\"gift\":\"cake\"}}");
        assertThat(server.output())
                .containsSubsequence(
                        "would wait: needs a yes of each: operations-lead",
                        "inputs    gift=cake",
                        "window    weekly",
                        "approval  operations-lead",
                        "locks     api-1",
                        "knock  (reads only: ok)",
                        "fleet:label:api?script=x.sh  on api-1, api-2",
                        "| if true; then\n",
                        "|     echo",
                        "if it fails",
                        "undo-enter",
                        "nothing was changed")
                .doesNotContain("\u001b");
    }

    @Test
    void a_dry_run_is_a_plan_and_asks_for_nothing() {
        server.on("POST /api/pipelines/visit/plan", 200, PLAN.formatted("\"ok\""));

        assertThat(server.run("run", "visit", "gift=cake", "--dry-run", "--follow"))
                .isZero();

        assertThat(server.requests)
                .containsExactly("POST /api/pipelines/visit/plan {\"parameters\":{\"gift\":\"cake\"}}");
        assertThat(server.output()).contains("plan of visit", "nothing was changed");
    }

    @Test
    void plan_names_everything_that_the_run_would_wait_for() {
        server.on(
                "POST /api/pipelines/visit/plan", 200, PLAN.formatted("\"ok\"").replace("\"until\":null", """
                "waits":[{"kind":"APPROVAL","reason":"needs a yes of each: operations-lead","until":null},
                         {"kind":"TARGET_BUSY","reason":"api-1 is locked by person:bob\\u001b[2J","until":null}]"""));

        server.run("plan", "visit");

        assertThat(server.output())
                .containsSubsequence(
                        "plan of visit: would wait\n",
                        "because   needs a yes of each: operations-lead",
                        "because   api-1 is locked by person:bob",
                        "inputs    gift=cake")
                .doesNotContain("\u001b");
    }

    @Test
    void an_address_of_the_api_becomes_the_command_that_shows_the_same() {
        server.on("GET /api/runs/" + RUN, 404, """
                {"title":"Not Found","detail":"no run has the id x; GET /api/runs lists them, GET /api/no-such does not"}""");

        assertThat(server.run("runs", "show", RUN)).isEqualTo(ExitCode.INVALID);
        assertThat(server.errors())
                .contains("no run has the id x; upkeep runs list lists them, GET /api/no-such does not");
    }

    @Test
    void plan_exits_1_when_a_step_that_only_reads_failed() {
        server.on("POST /api/pipelines/visit/plan", 200, PLAN.formatted("\"nobody is at home\""));

        assertThat(server.run("plan", "visit")).isEqualTo(ExitCode.RUN_NOT_SUCCEEDED);
        assertThat(server.output()).contains("knock  (reads only: nobody is at home)");
    }

    @Test
    void pause_needs_a_reason_for_everything_and_none_for_one_node() {
        server.on("POST /api/pause", 200, CLUSTER).on("POST /api/nodes/node-2/pause", 200, CLUSTER);

        assertThat(server.run("pause")).isEqualTo(ExitCode.INVALID);
        assertThat(server.errors()).contains("write --reason \"the network is moved\"");
        assertThat(server.run("pause", "--node", "node-2", "--reason", "x")).isEqualTo(ExitCode.INVALID);
        assertThat(server.requests).isEmpty();
        assertThat(server.run("pause", "--reason", "moving")).isZero();
        assertThat(server.run("pause", "--node", "node-2")).isZero();

        assertThat(server.requests)
                .containsExactly("POST /api/pause {\"reason\":\"moving\"}", "POST /api/nodes/node-2/pause {}");
        assertThat(server.output()).contains("upkeep resume-all --node node-2 lets it go on");
    }

    @Test
    void resume_all_lets_everything_go_on_or_one_node() {
        server.on("POST /api/resume-all", 200, CLUSTER).on("POST /api/nodes/node-2/resume", 200, CLUSTER);

        assertThat(server.run("resume-all")).isZero();
        assertThat(server.run("resume-all", "--node", "node-2")).isZero();

        assertThat(server.requests).containsExactly("POST /api/resume-all {}", "POST /api/nodes/node-2/resume {}");
    }

    @Test
    void nodes_are_listed_with_what_is_paused() {
        server.on("GET /api/nodes", 200, CLUSTER);

        assertThat(server.run("nodes")).isZero();

        assertThat(server.output())
                .contains("everything is paused by person:ada", "moving")
                .containsPattern("node-1 +WORKING +http://127.0.0.1:8080/ +2 +16")
                .containsPattern("node-2 +PAUSED .*person:bob")
                .doesNotContain("\u001b");
    }

    @Test
    void locks_are_listed_taken_and_given_back() {
        String lock = """
                [{"name":"api-1","run":null,"holder":"person:ada","since":"2026-01-01T00:00:00Z",
                  "reason":"moving disks","queue":["%s"]}]""".formatted(RUN);
        server.on("GET /api/locks", 200, lock)
                .on("POST /api/locks/api-1", 200, lock)
                .on("DELETE /api/locks/api-1", 200, "[]");

        assertThat(server.run("lock", "list")).isZero();
        assertThat(server.run("lock", "take", "api-1", "--reason", "moving disks"))
                .isZero();
        assertThat(server.run("lock", "release", "api-1")).isZero();
        assertThat(server.run("lock", "take", "api-1")).isEqualTo(ExitCode.INVALID);

        assertThat(server.requests)
                .containsExactly(
                        "GET /api/locks ",
                        "POST /api/locks/api-1 {\"reason\":\"moving disks\"}",
                        "DELETE /api/locks/api-1 {}");
        assertThat(server.output())
                .containsPattern("api-1 +person:ada .* 1 +moving disks")
                .contains("api-1, number 1 in the queue: run " + RUN, "api-1 is free");
    }

    @Test
    void of_a_long_queue_the_first_are_named() {
        String seven = ",\"%s\"".formatted(RUN).repeat(7).substring(1);
        server.on("GET /api/locks", 200, """
                [{"name":"api-1","run":null,"holder":"person:ada","since":"2026-01-01T00:00:00Z","reason":"disks","queue":[%s]}]""".formatted(seven));

        server.run("lock", "list");

        assertThat(server.output())
                .contains("api-1, number 5 in the queue", "api-1: and 2 more")
                .doesNotContain("number 6");
    }

    @Test
    void skip_and_rerun_say_what_came_of_them() {
        server.on("POST /api/runs/" + RUN + "/skip", 200, runJson("RUNNING"))
                .on("POST /api/runs/" + RUN + "/rerun?from=failed", 200, runJson("REQUESTED"));

        assertThat(server.run("runs", "skip", RUN, "--reason", "did it by hand"))
                .isZero();
        assertThat(server.run("runs", "rerun", RUN, "--from-failed")).isZero();

        assertThat(server.requests).contains("POST /api/runs/" + RUN + "/skip {\"reason\":\"did it by hand\"}");
        assertThat(server.output()).contains("is now RUNNING", "requested, a rerun of " + RUN);
    }

    @Test
    void a_pause_that_is_only_asked_for_is_not_called_done() {
        String asked = runJson("RUNNING").replace("\"failure\":null", "\"failure\":null,\"asked\":\"PAUSE\"");
        server.on("POST /api/runs/" + RUN + "/pause", 200, asked);

        assertThat(server.run("runs", "pause", RUN)).isZero();

        assertThat(server.output()).contains("is now RUNNING, and pauses before its next step");
    }

    @Test
    void following_stays_with_a_run_that_waits_and_says_why() {
        String waiting = runJson("WAITING")
                .replace(
                        "\"reason\":null",
                        "\"reason\":\"waits for window weekly\",\"waitsUntil\":\"2026-01-04T02:00:00Z\"");
        server.on(ONE, 200, waiting).on("GET /api/pipelines", 200, "[]");
        server.on(
                ONE + "/events", 200, "data:" + runJson("SUCCEEDED", step("knock", "RUN", "FINISHED", null)) + "\n\n");

        assertThat(server.run("runs", "show", RUN, "--follow")).isZero();

        assertThat(server.output())
                .containsSubsequence("waiting: waits for window weekly, until 2026-01-0", "SUCCEEDED");
    }

    @Test
    void a_reason_that_says_until_when_it_holds_is_not_followed_by_the_same_once_more() {
        String waiting = runJson("WAITING")
                .replace(
                        "\"reason\":null",
                        "\"reason\":\"freeze year-end holds until Friday 2026-12-04 10:00 UTC: no changes\",\"waitsUntil\":\"2026-12-04T10:00:00Z\"");
        server.on(ONE, 200, waiting).on("GET /api/pipelines", 200, "[]");
        server.on(
                ONE + "/events", 200, "data:" + runJson("SUCCEEDED", step("knock", "RUN", "FINISHED", null)) + "\n\n");

        assertThat(server.run("runs", "show", RUN, "--follow")).isZero();
        assertThat(server.output())
                .contains("waiting: freeze year-end holds until")
                .containsOnlyOnce("2026-12-04");

        assertThat(server.run("runs", "show", RUN)).isZero();
        assertThat(server.output().lines().filter(line -> line.startsWith("until")))
                .isEmpty();
    }

    @Test
    void following_stays_with_a_rollback_that_waits_and_says_for_what() {
        String waiting = runJson("ROLLBACK_WAITING", step("undo-knock", "ROLLBACK", "FINISHED", null))
                .replace("\"reason\":null", "\"reason\":\"waits for run 7 of knock\"");
        server.on(ONE, 200, waiting).on("GET /api/pipelines", 200, "[]");
        server.on(
                ONE + "/events", 200, "data:" + runJson("ROLLED_BACK", step("knock", "RUN", "FAILED", null)) + "\n\n");

        server.run("runs", "show", RUN, "--follow");

        assertThat(server.output())
                .containsSubsequence("rolling back", "undo-knock", "waiting: waits for run 7 of knock", "ROLLED_BACK");
    }

    @Test
    void instants_in_reasons_are_on_this_machines_clock_face() {
        String closed = runJson("ROLLED_BACK")
                .replace(
                        "\"reason\":null", "\"reason\":\"its window closed at 2026-11-29T23:50:04.316472Z; it stops\"");
        String here = "its window closed at "
                + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                        .format(Instant.parse("2026-11-29T23:50:04Z").atZone(ZoneId.systemDefault()))
                + "; it stops";
        server.on("GET /api/runs?limit=20", 200, "[" + closed + "]").on(ONE, 200, closed);

        for (String[] command : new String[][] {{"runs", "list"}, {"runs", "show", RUN}}) {
            String before = server.output();
            server.run(command);
            assertThat(server.output().substring(before.length())).contains(here);
        }
    }

    @Test
    void runs_that_are_not_over_are_asked_for_alone() {
        server.on("GET /api/runs?limit=200&open=true", 200, "[]");

        assertThat(server.run("runs", "list", "--open")).isZero();

        assertThat(server.output()).contains("no run is at work, waits, or asks for a person");
    }

    @Test
    void a_waiting_run_shows_its_reason_in_the_list_and_alone() {
        String waiting = runJson("WAITING")
                .replace(
                        "\"reason\":null",
                        "\"reason\":\"api-1 is locked\",\"waitsFor\":\"TARGET_BUSY\",\"parent\":\"%s\"".formatted(RUN));
        server.on("GET /api/runs?limit=20", 200, "[" + waiting + "]").on(ONE, 200, waiting);

        assertThat(server.run("runs", "list")).isZero();
        assertThat(server.run("runs", "show", RUN)).isZero();

        assertThat(server.output()).contains("api-1 is locked", "waits for  target busy", "child of   " + RUN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAUSED", "NEEDS_ATTENTION", "ROLLBACK_FAILED"})
    void a_run_that_asks_for_a_person_is_not_shown_as_finished(String state) {
        server.on("GET /api/runs?limit=20", 200, "[" + runJson(state) + "]").on(ONE, 200, runJson(state));

        assertThat(server.run("runs", "list")).isZero();
        assertThat(server.run("runs", "show", RUN)).isZero();

        assertThat(server.output()).contains("resting").doesNotContain("finished", "took", "5.0 s");
    }

    @Test
    void tells_what_was_freed_and_what_was_deployed_why() {
        server.on("GET /api/logs?limit=10", 200, """
                [{"run":"%s","host":"api-1","rotated":3,"rotatedBytes":55,"compressed":12,"compressedBytes":4096,"removed":2,"removedBytes":77,
                  "emptied":1,"notes":"/var/log/app\\u001b[31m/a.log is open\\nb\\nc\\nd\\ne\\nf\\ng","recordedAt":"2026-11-28T03:40:00Z"}]""".formatted(RUN));
        assertThat(server.run("logs")).isZero();
        assertThat(server.output())
                .containsPattern("api-1 +3 +55 B +12 +4.0 KiB +2 +77 B +1 +" + RUN)
                .containsPattern("api-1: left: /var/log/app.*/a.log is open")
                .contains("api-1: left: e", "api-1: left: 2 more; upkeep logs --json names them")
                .doesNotContain("cut off", "left: f", "\u001b[31m/");
        server.on("GET /api/logs?limit=10", 200, """
                [{"run":"%s","host":"api-1","rotated":3,"rotatedBytes":55,"compressed":12,"compressedBytes":4096,"removed":2,"removedBytes":77,
                  "emptied":1,"atLeast":true,"notes":"","recordedAt":"2026-11-28T03:40:00Z"}]""".formatted(RUN));
        assertThat(server.run("logs")).isZero();
        assertThat(server.output()).contains("api-1: its work was cut off, so that it did at least as much");
        server.on("GET /api/logs?limit=10", 200, """
                [{"run":"%s","host":"api-2","rotated":0,"rotatedBytes":0,"compressed":0,"compressedBytes":0,"removed":0,"removedBytes":0,
                  "emptied":0,"atLeast":false,"notes":"","leftOut":"it is\\u001b[31m down","recordedAt":"2026-11-28T03:40:00Z"}]""".formatted(RUN));
        assertThat(server.run("logs")).isZero();
        assertThat(server.output())
                .containsPattern("api-2 +left out +" + RUN)
                .containsPattern("api-2: left out, its logs are as they were: it is.* down")
                .doesNotContain("\u001b[31m down");

        server.on("GET /api/configuration/deployments", 200, """
                [{"run":"%s","at":"2026-11-28T03:40:00Z","pipeline":"deploy-network-configuration","version":"1.1.0","shown":"1.1.0 (commit 3f2a41c09e)",
                  "environment":"production","state":"SUCCEEDED","by":"person:eve","reason":"longer\\u001b[31m answers"}]""".formatted(RUN));
        assertThat(server.run("configuration", "deployments")).isZero();
        assertThat(server.output())
                .containsPattern(
                        "deploy-network-configuration +1.1.0 \\(commit 3f2a41c09e\\) +production +SUCCEEDED +person:eve +longer")
                .doesNotContain("\u001b[31m answers");
    }
}
