package io.upkeep.cli;

import static io.upkeep.cli.ScriptedServer.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Approvals and break-glass from a terminal, against a server that answers as told. */
class ApproveCommandTest {

    private static final String HASH = "3f2a".repeat(16);
    private static final String APPROVAL = """
            {"run":"%s","pipeline":"greet","requestedBy":"person:zoe","askedAt":"2026-11-23T12:00:00Z","state":"WAITING",
             "reason":"waits for a yes from technical-lead (carol)",
             "plan":{"hash":"%s","parameters":{"version":"1.1.0"},"targets":["api-1","api-2"],"route":"cafe"},
             "roles":[{"role":"operations-lead","yes":"bob","validUntil":"2026-11-30T12:00:00Z","people":["bob"]},
                      {"role":"technical-lead","yes":null,"validUntil":null,"people":["carol","evil\\u001b[2J"]}],
             "answers":[],"usedAt":null}
            """.formatted(RUN, HASH);

    private static final String NO_WINDOWS = "{\"declared\":[],\"occurrences\":[],\"ended\":[]}";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void approving_shows_the_plan_and_says_yes_to_exactly_that() {
        server.on("GET /api/runs/" + RUN + "/approval", 200, APPROVAL);
        server.on("POST /api/runs/" + RUN + "/approve", 200, "{\"reason\":\"approved by bob and carol\"}");

        assertThat(server.run("approve", RUN, "--reason", "checked")).isZero();

        assertThat(server.output())
                .contains("version=1.1.0", "api-1 api-2", HASH, "operations-lead: yes from bob", "asks carol or evil")
                .contains("you said yes; approved by bob and carol")
                .doesNotContain("\u001b");
        assertThat(server.requests)
                .contains("POST /api/runs/" + RUN + "/approve {\"plan\":\"" + HASH + "\",\"reason\":\"checked\"}");
    }

    @Test
    void a_plan_that_was_looked_at_before_is_the_one_that_is_approved() {
        server.on("GET /api/runs/" + RUN + "/approval", 200, APPROVAL);
        server.on(
                "POST /api/runs/" + RUN + "/approve", 409, "{\"detail\":\"the plan changed since you looked at it\"}");

        assertThat(server.run("approve", RUN, "--plan", "0ld")).isEqualTo(ExitCode.INVALID);
        assertThat(server.errors()).contains("the plan changed since you looked at it");
        assertThat(server.requests).contains("POST /api/runs/" + RUN + "/approve {\"plan\":\"0ld\"}");
    }

    @Test
    void lists_what_waits_and_rejects_with_a_reason() {
        server.on("GET /api/approvals", 200, "[" + APPROVAL + "]").on("GET /api/approvals", 200, "[]");
        server.on("GET /api/windows", 200, NO_WINDOWS);
        server.on("POST /api/runs/" + RUN + "/reject", 200, APPROVAL);

        assertThat(server.run("approvals")).isZero();
        assertThat(server.output()).contains("next: upkeep approve " + RUN);
        assertThat(server.run("reject", RUN)).as("without a reason").isEqualTo(ExitCode.INVALID);
        assertThat(server.run("reject", RUN, "--reason", "not today")).isZero();
        assertThat(server.output()).contains("of greet is rejected");
    }

    @Test
    void a_report_that_people_say_yes_to_keeps_its_lines() {
        server.on("GET /api/approvals", 200, """
                [{"run":"%s","pipeline":"approve-update","requestedBy":"ada","askedAt":"2026-11-23T12:00:00Z","roles":[],
                  "plan":{"parameters":{"report":"all tests passed\\n  p95_ms = 41.0\\u001b[2J\\nintegration: passed"}}}]
                """.formatted(RUN));
        server.on("GET /api/windows", 200, NO_WINDOWS);

        assertThat(server.run("approvals")).isZero();

        assertThat(server.output())
                .contains("  parameter report=all tests passed\n              p95_ms = 41.0 [2J\n")
                .contains("\n            integration: passed\n");
    }

    @Test
    void lists_windows_that_wait_for_an_approver_and_no_others() {
        server.on("GET /api/approvals", 200, "[]");
        String window = """
                {"id":"%s","window":"emergency","state":"%s","opens":"2026-12-06T01:00:00Z","closes":"2026-12-06T03:00:00Z",
                 "zone":"Europe/Berlin","proposedBy":"person:ada","reason":"a disk\\u001b[2J"}""";
        server.on(
                "GET /api/windows",
                200,
                "{\"occurrences\":[" + window.formatted("w-1", "PROPOSED") + "," + window.formatted("w-2", "APPROVED")
                        + "]}");

        assertThat(server.run("approvals")).isZero();

        assertThat(server.output())
                .contains(
                        "window emergency  w-1  Sun 2026-12-06 02:00 to Sun 2026-12-06 04:00 Europe/Berlin, proposed by person:ada: a disk")
                .contains("next: upkeep window approve w-1")
                .doesNotContain("w-2", "nothing waits", "\u001b");
    }

    @Test
    void says_when_there_was_no_glass_to_break() {
        server.on(
                "POST /api/pipelines/greet/runs",
                202,
                "{\"id\":\"" + RUN + "\",\"note\":\"nothing holds it back: an ordinary start\"}");

        assertThat(server.run("run", "greet", "--break-glass", "--reason", "customers wait"))
                .isZero();

        assertThat(server.output())
                .contains("nothing holds it back: an ordinary start")
                .doesNotContain("everyone is told");
    }

    @Test
    void breaking_the_glass_sends_the_reason_and_what_it_goes_past() {
        server.on("POST /api/pipelines/greet/runs", 202, "{\"id\":\"" + RUN + "\"}");

        assertThat(server.run(
                        "run",
                        "greet",
                        "version=1",
                        "--break-glass",
                        "--reason",
                        "customers wait",
                        "--override",
                        "window,freeze"))
                .isZero();

        assertThat(server.output()).contains("everyone is told");
        assertThat(server.requests)
                .contains("POST /api/pipelines/greet/runs {\"parameters\":{\"version\":\"1\"},\"breakGlass\":true,"
                        + "\"reason\":\"customers wait\",\"overrides\":[\"window\",\"freeze\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--break-glass", "--reason=because", "--override=window"})
    void an_incomplete_break_glass_is_refused_before_the_server_is_asked(String option) {
        assertThat(server.run("run", "greet", option)).isEqualTo(ExitCode.INVALID);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void reports_break_glass_starts_and_writes_a_review() {
        server.on("GET /api/break-glass", 200, """
                [{"run":"%s","pipeline":"greet","person":"bob","reason":"customers wait","overrides":["window"],
                  "breakGlass":true,"at":"2026-11-23T12:00:00Z","reviewedBy":null,"review":null}]
                """.formatted(RUN));
        server.on("POST /api/break-glass/" + RUN + "/review", 200, "{\"pipeline\":\"greet\",\"reviewedBy\":\"carol\"}");

        assertThat(server.run("report", "break-glass")).isZero();
        assertThat(server.run("report", "break-glass", "review", RUN, "--note", "it was right"))
                .isZero();

        assertThat(server.output()).contains("OPEN", "customers wait", "is reviewed by carol");
    }

    @Test
    void does_not_make_another_person_of_a_name_by_leaving_characters_out() {
        assertThat(server.run(false, Map.of("UPKEEP_PERSON", "öada"), "approvals"))
                .isEqualTo(2);

        assertThat(server.errors()).contains("UPKEEP_PERSON 'öada' is not the id of a person; write letters");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void who_says_it_is_the_login_name_unless_told_otherwise() {
        server.on("GET /api/approvals", 200, "[]");
        server.on("GET /api/windows", 200, NO_WINDOWS);

        server.run(false, Map.of("UPKEEP_PERSON", "carol", "USER", "root"), "approvals");

        assertThat(server.people).containsExactly("carol", "carol");
    }
}
