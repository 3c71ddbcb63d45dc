package io.upkeep.cli;

import static io.upkeep.cli.ScriptedServer.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** restore onto a host, against a server that answers as told. */
class RestoreCommandTest {

    private static final String BACKUP = "4f0c0000-0000-4000-8000-000000000000";
    private static final String PIPELINE = "POST /api/pipelines/restore-files-to-host/";
    private static final String PLAN = """
            {"steps":[{"path":"look","readOnly":true,"outcome":"%s"},{"path":"restore","readOnly":false,"outcome":null}]}""";

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void start() {
        server.on("GET /api/backups/4f0c", 200, "{\"id\":\"%s\",\"series\":\"files\"}".formatted(BACKUP));
    }

    private int restore(String to) {
        return server.run("restore", "4f0c", "--to", to, "--of", "api-1");
    }

    @Test
    void what_the_host_refuses_is_said_and_no_run_is_asked_for() {
        server.on(PIPELINE + "plan", 200, PLAN.formatted("web-1: /srv/monday is not empty"));

        assertThat(restore("web-1:/srv/monday")).isEqualTo(ExitCode.INVALID);

        assertThat(server.errors()).contains("no run was asked for: web-1: /srv/monday is not empty");
        assertThat(server.requests).noneMatch(request -> request.contains("/runs"));
    }

    @Test
    void what_the_host_accepts_is_asked_for() {
        server.on(PIPELINE + "plan", 200, PLAN.formatted("ok"))
                .on(PIPELINE + "runs", 202, "{\"id\":\"%s\"}".formatted(RUN));

        assertThat(restore("web-1:/srv/monday")).isZero();

        assertThat(server.output()).contains("run " + RUN + " of restore-files-to-host requested");
        assertThat(server.requests.get(server.requests.size() - 1))
                .startsWith(PIPELINE + "runs")
                .contains(
                        "\"backup\":\"" + BACKUP + "\"",
                        "\"from\":\"api-1\"",
                        "\"host\":\"web-1\"",
                        "\"directory\":\"/srv/monday\"");
    }
}
