package io.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Versions of the configuration on the command line, against a server that answers as told. */
class ConfigurationCommandTest {

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

    @Test
    void a_difference_keeps_the_blanks_that_mean_something_and_nothing_that_moves_the_cursor() {
        server.on("GET /api/configuration/diff?from=1.0.0&to=1.1.0&environment=production", 200, """
                {"from":"1.0.0","to":"1.1.0","environment":"production",
                 "changes":[{"name":"3f2a","author":"ada","message":"longer\\u001b[2J"}],
                 "files":[{"path":"queue.yaml","kind":"CHANGED",
                           "text":"@@ -1,2 +1,2 @@\\n queue:\\n\\n-  length: 500\\n+  length: 750\\n   prefix: A\\u001b[2J"}]}""");

        assertThat(server.run("configuration", "diff", "1.0.0", "1.1.0")).isZero();

        assertThat(server.output()).isEqualTo("""
                        3f2a  ada  longer [2J

                        CHANGED queue.yaml
                        @@ -1,2 +1,2 @@
                         queue:

                        -  length: 500
                        +  length: 750
                           prefix: A [2J
                        """);
    }

    @Test
    void versions_that_are_alike_are_said_to_be() {
        server.on(
                "GET /api/configuration/diff?from=1.0.0&to=1.0.1&environment=staging",
                200,
                "{\"changes\":[],\"files\":[]}");

        assertThat(server.run("configuration", "diff", "1.0.0", "1.0.1", "--environment", "staging"))
                .isZero();

        assertThat(server.output()).isEqualTo("no file differs\n");
    }
}
