package io.upkeep.cli;

import static io.upkeep.cli.ScriptedServer.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code upkeep backup show}, against a server that answers as told. */
class BackupCommandTest {

    private static final String ID = "4f0c0000-0000-4000-8000-000000000000";
    private static final String PROVEN = """
            {"id":"%s","run":"%s","pipeline":"back-up-database","series":"database","state":"VERIFIED",
             "createdAt":"2026-11-28T03:10:00Z","changedAt":"2026-11-28T03:12:00Z","objectKey":"database/2026.archive",
             "manifestKey":"database/2026.json","contentsKey":null,"sha256":"9f86d081","bytes":1258291,"entries":42,"reason":null,
             "lockedUntil":"2027-01-28T03:10:00Z","proof":{"at":"2026-11-28T04:00:00Z","restoreSeconds":184.2,"newestRow":null},
             "hosts":["api-1","web\\u001b[31m-1"]}""".formatted(ID, RUN);

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void a_backup_is_shown_as_people_read_it() {
        server.on("GET /api/backups/4f0c00", 200, PROVEN);

        assertThat(server.run("backup", "show", "4f0c00")).isZero();

        assertThat(server.output())
                .contains("backup      " + ID + "\n", "series      database\n", "state       VERIFIED\n")
                .containsPattern("taken       2026-11-2\\d \\d\\d:10:00\n")
                .contains("by          back-up-database\n", "run         " + RUN + "\n", "size        1.2 MiB\n")
                .containsPattern("of          api-1, web.*-1\n")
                .containsPattern("proven      2026-11-2\\d \\d\\d:00:00, restored in 3 min 4 s\n")
                .contains("entries     42\n", "archive     database/2026.archive\n", "sha256      9f86d081\n")
                .doesNotContain("{", "null", "reason", "contents", "newest row", "\u001b[31m-1");
    }

    @Test
    void one_that_failed_says_why_and_has_no_size() {
        server.on("GET /api/backups/4f0c00", 200, """
                {"id":"%s","run":"%s","pipeline":"back-up-files","series":"files","state":"FAILED","createdAt":"2026-11-28T03:10:00Z",
                 "changedAt":"2026-11-28T03:12:00Z","bytes":0,"entries":0,"reason":"api-1 is down"}""".formatted(ID, RUN));

        assertThat(server.run("backup", "show", "4f0c00")).isZero();

        assertThat(server.output())
                .contains("state       FAILED\n", "reason      api-1 is down\n")
                .doesNotContain("size", "entries", "proven");
    }

    @Test
    void programs_get_the_servers_answer() {
        server.on("GET /api/backups/4f0c00", 200, PROVEN);

        assertThat(server.run("backup", "show", "4f0c00", "--json")).isZero();

        assertThat(server.output()).startsWith("{").contains("\"restoreSeconds\" : 184.2");
    }
}
