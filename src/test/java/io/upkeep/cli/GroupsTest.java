package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups of commands without a word more, against a server that answers as told. */
class GroupsTest {

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @ParameterizedTest
    @CsvSource({
        "runs, /api/runs?limit=20, no runs yet",
        "incidents, /api/incidents?all=false, no incidents",
        "docs, /api/documents?type=, no documents",
        "backup, /api/backups?limit=20, no backup was taken yet",
        "freeze, /api/freezes, no freezes",
        "lock, /api/locks, nothing is locked",
        "probes, /api/targets, TARGET",
        "report, /api/reports, report",
        "updates, /api/updates?limit=20, update",
        "window, /api/windows, no windows",
        "configuration, /api/configuration/versions, VERSION",
        "review, /api/reviews?all=false, nothing is to be reviewed",
    })
    void a_group_that_has_a_list_shows_it(String group, String path, String says) {
        server.on("GET " + path, 200, "[]");

        assertThat(server.run(group)).as(server.errors()).isZero();

        assertThat(server.output()).contains(says);
        assertThat(server.errors()).isEmpty();
    }

    @Test
    void a_group_without_a_list_says_what_may_be_said() {
        assertThat(server.run("baseline")).isEqualTo(ExitCode.INVALID);

        assertThat(server.errors()).contains("say what to do, such as: upkeep baseline diff api-1");
    }
}
