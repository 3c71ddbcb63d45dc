package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file of the estate says of targets; single settings are in {@code lint/bad/application.yaml}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TargetRuleTest {

    private final RouteLint lint = new RouteLint(Clock.systemUTC());

    @TempDir
    Path directory;

    @Test
    void what_the_environment_of_the_server_may_say_of_targets_is_not_missed() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve("application.yaml"), """
                upkeep:
                  targets:
                    api-1: {kind: host, labels: [api], address: "${API_1}", jump: "${JUMP}", noticed: "${NOTICED:true}"}
                    api-2: {kind: host, address: ssh://api-2, noticed: yes}
                    web: {kind: service, probes: {health: {kind: http, path: /health}, port: {kind: tcp, address: "${PORT}"}}}
                    queue:
                      kind: service
                      address: tcp://kafka-1:9092
                      probes: {lag: {kind: kafka-lag, group: api, client-properties: /etc/only/on/the/server}}
                """);

        assertThat(lint.check(routes)).isEmpty();
    }

    @Test
    void probes_dependencies_and_jump_hosts_of_targets_are_what_the_start_accepts() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        String estate = """
                upkeep:
                  targets:
                    api-1:
                      kind: host
                      address: ssh://upkeep@api-1
                      jump: %s
                      probes:
                        spool: {kind: script, script: look.sh}
                    queue:
                      kind: service
                      address: http://api-1
                      depends-on: [data-base]
                      probes:
                        health:
                          kind: http
                          path: /health
                          critical-unless: ["[STATUS] == 200", "[STATE] == 1"]
                        slow: {kind: http, every: soon}
                    database: {kind: database}
                """;
        Files.writeString(directory.resolve("application.yaml"), estate.formatted("database"));
        assertThat(lint.check(routes))
                .extracting(finding -> finding.line() + ":" + finding.column() + " " + finding.message())
                .containsExactly("6:7 target 'api-1': jump 'database' is a database");

        Files.writeString(directory.resolve("application.yaml"), estate.formatted("\"\""));
        assertThat(lint.check(routes))
                .extracting(finding -> finding.line() + ":" + finding.column() + " " + finding.message())
                .containsExactly(
                        "8:31 probe 'spool' of target 'api-1': script 'look.sh': there is no such text file below "
                                + routes,
                        "12:7 target 'queue' depends on 'data-base', which is no other target",
                        "17:11 condition '[STATE] == 1' there is no [STATE]",
                        "18:28 probe 'slow' of target 'queue': every: 'soon' is no duration of 100 ms or more");
    }
}
