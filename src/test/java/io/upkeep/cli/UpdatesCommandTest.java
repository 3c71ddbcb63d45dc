package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code upkeep updates}, against a server that answers as told. */
class UpdatesCommandTest {

    private static final String RUN = ScriptedServer.RUN;
    private static final String RECORD = """
            {"run":"%s","pipeline":"apply-security-updates","recordedAt":"2026-11-29T01:00:00Z",\
            "content":"# apply-security-updates, run %s\\n\\n## packages\\n\\n### api-1\\n\\n    openssl 1 2\\u001b[2J\\n    ## no topic\\n\\n## images\\n"}""".formatted(RUN, RUN);

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void lists_records_with_what_was_changed() {
        server.on("GET /api/updates?limit=20", 200, "[" + RECORD + "]");

        assertThat(server.run("updates", "list")).isZero();

        assertThat(server.output()).contains("apply-security-updates  " + RUN + "  packages, images\n");
    }

    @Test
    void where_nothing_was_updated_it_says_what_would_be() {
        server.on("GET /api/updates?limit=20", 200, "[]");

        assertThat(server.run("updates", "list")).isZero();

        assertThat(server.output()).contains("no update was recorded yet", "upkeep plan apply-security-updates");
    }

    @Test
    void shows_one_as_it_was_written_without_control_characters() {
        server.on("GET /api/updates/" + RUN, 200, RECORD);

        assertThat(server.run("updates", "show", RUN)).isZero();

        assertThat(server.output())
                .contains("### api-1\n\n    openssl 1 2 [2J\n")
                .doesNotContain("\u001b");
    }

    @Test
    void releases_are_listed_and_the_report_of_one_is_shown() {
        String tested = """
                [{"version":"1.1.0","sha256":"ab12","state":"REJECTED","run":"%s","changedAt":"2026-11-29T01:00:00Z",\
                "report":"NOT GOOD ENOUGH\\n| FAIL \\u001b[2J","inProduction":false},
                {"version":"1.0.0","sha256":"cd34","state":"APPROVED","run":"%s","changedAt":"2026-11-28T01:00:00Z",\
                "report":"all tests passed","inProduction":true}]""".formatted(RUN, RUN);
        server.on("GET /api/releases?limit=20", 200, tested);
        server.on("GET /api/releases?limit=20&version=1.1.0", 200, tested);
        server.on("GET /api/releases?limit=20&version=9", 200, "[]");

        assertThat(server.run("updates", "releases")).isZero();
        assertThat(server.output())
                .containsPattern("1.0.0 +APPROVED .* is there")
                .containsPattern("1.1.0 +REJECTED");

        assertThat(server.run("updates", "releases", "1.1.0")).isZero();
        assertThat(server.output()).contains("NOT GOOD ENOUGH\n| FAIL  [2J\n").doesNotContain("\u001b");
        assertThat(server.run("updates", "releases", "9")).isEqualTo(ExitCode.INVALID);
        assertThat(server.errors()).contains("release '9' was not tested", "upkeep run test-update version=9");
    }

    @Test
    void of_one_release_programs_get_that_one() {
        server.on("GET /api/releases?limit=20", 200, "[{\"version\":\"1.1.0\"},{\"version\":\"1.0.0\"}]");
        server.on("GET /api/releases?limit=20&version=1.0.0", 200, "[{\"version\":\"1.0.0\"}]");

        assertThat(server.run("updates", "releases", "1.0.0", "--json")).isZero();

        assertThat(server.output()).contains("1.0.0").doesNotContain("1.1.0");
    }

    @Test
    void a_run_without_a_record_is_told() {
        server.on(
                "GET /api/updates/none",
                404,
                "{\"detail\":\"run 'none' wrote no record of an update; GET /api/updates lists those there are\"}");

        assertThat(server.run("updates", "show", "none")).isEqualTo(ExitCode.INVALID);

        assertThat(server.errors())
                .contains("run 'none' wrote no record of an update; upkeep updates list lists those there are");
    }
}
