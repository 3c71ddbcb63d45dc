package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code upkeep findings} and {@code upkeep baseline}, against a server that answers as told. */
class SecurityCommandsTest {

    private static final String ID = ScriptedServer.RUN;
    private static final String FINDING = """
            {"id":"%s","host":"api-1","check":"setuid","severity":"CRITICAL","state":"OPEN","text":"new: \\u001b[2J/tmp/x"}""".formatted(ID);
    private static final String REVIEW = """
            {"host":"api-1","hash":"abc","seenAt":"2026-11-29T01:00:00Z","seen":{"setuid":["4755 /tmp/x"]},"acceptedBy":"ada",\
            "reason":"installed","added":{"setuid":["4755 /tmp/\\u001b[2Jx"]},"removed":{}}""";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void lists_findings_and_what_could_not_be_looked_at_without_control_characters() {
        server.on("GET /api/findings?all=false&limit=200", 200, "[" + FINDING + "]");
        server.on(
                "GET /api/findings/checks",
                200,
                "[{\"host\":\"web-1\",\"check\":\"debsecan\",\"unknown\":\"it is not installed\"},"
                        + "{\"host\":\"api-1\",\"check\":\"debsecan\",\"unknown\":null}]");

        assertThat(server.run("findings")).isZero();

        assertThat(server.output())
                .contains("CRITICAL  OPEN   api-1  setuid  new:  [2J/tmp/x")
                .contains("UNKNOWN web-1 debsecan: it is not installed")
                .doesNotContain("UNKNOWN api-1", "\u001b");
    }

    @Test
    void says_that_there_may_be_more_findings_than_are_listed_and_how_to_see_them() {
        server.on(
                "GET /api/findings?all=true&host=api-1&check=setuid&limit=200",
                200,
                "[" + String.join(",", Collections.nCopies(200, FINDING)) + "]");
        server.on("GET /api/findings/checks", 200, "[]");

        assertThat(server.run("findings", "--all", "--host", "api-1", "--check", "setuid"))
                .isZero();

        assertThat(server.output())
                .contains(
                        "these are 200, open ones and the worst first; for the others name a host or a check: upkeep findings --host api-1 --check setuid");
    }

    @Test
    void accepts_a_finding_for_a_time_and_with_a_reason() {
        server.on("POST /api/findings/" + ID + "/accept", 200, FINDING.replace("OPEN", "ACCEPTED"));

        assertThat(server.run("findings", "accept", ID)).isEqualTo(ExitCode.INVALID);
        assertThat(server.run("findings", "accept", ID, "--reason", "an exercise"))
                .isZero();

        assertThat(server.output()).contains("finding " + ID + " is ACCEPTED until");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 367})
    void a_number_of_days_that_cannot_be_is_refused_before_the_server_is_asked(int days) {
        assertThat(server.run("findings", "accept", ID, "--reason", "an exercise", "--days", "" + days))
                .isEqualTo(ExitCode.INVALID);

        assertThat(server.errors())
                .contains("days '%d' is not a number of days from 1 to 366; write --days 30".formatted(days));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void instants_in_texts_are_shown_on_this_machines_clock_face() {
        server.on(
                "GET /api/findings?all=false&limit=200",
                200,
                "[" + FINDING.replace("new: ", "since 2026-11-29T01:02:03.123456Z, not 2026-99-29T01:02:03Z, ") + "]");
        server.on("GET /api/findings/checks", 200, "[]");

        assertThat(server.run("findings")).isZero();

        String local = LocalDateTime.ofInstant(Instant.parse("2026-11-29T01:02:03Z"), ZoneId.systemDefault())
                .toString()
                .replace('T', ' ');
        assertThat(server.output()).contains("since " + local + ", not 2026-99-29T01:02:03Z, ");
    }

    @Test
    void shows_the_difference_to_the_baseline_and_tells_scripts_of_it() {
        server.on("GET /api/baselines/api-1", 200, REVIEW);

        assertThat(server.run("baseline", "diff", "api-1")).isEqualTo(1);

        assertThat(server.output())
                .contains("reviewed by ada", "  + 4755 /tmp/ [2Jx")
                .doesNotContain("\u001b");
    }

    @Test
    void accepts_exactly_what_was_shown() {
        server.on("GET /api/baselines/api-1", 200, REVIEW);
        server.on("POST /api/baselines/api-1/accept", 200, REVIEW);

        assertThat(server.run("baseline", "accept", "api-1", "--reason", "ticket 4711"))
                .isZero();

        assertThat(server.requests).anySatisfy(body -> assertThat(body).contains("\"hash\":\"abc\"", "ticket 4711"));
    }

    @Test
    void an_incomplete_audit_is_printed_and_tells_scripts_so() {
        server.on(
                "GET /api/findings/audits?limit=1",
                200,
                "[{\"complete\":false,\"report\":\"# Security audit\\n\\n    web-1 setuid: down\\n\"}]");

        assertThat(server.run("findings", "audit")).isEqualTo(1);
        assertThat(server.output()).contains("# Security audit", "    web-1 setuid: down");
    }
}
