package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {

    @TempDir
    Path directory;

    FleetFixture fleet;

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 3);
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    @Test
    void a_script_runs_on_every_selected_host_and_the_body_tells_how_each_ended() throws Exception {
        Exchange exchange = fleet.run("fleet:label:api", "echo hello; echo careful >&2");

        for (String host : new String[] {"api-1", "api-2", "api-3"}) {
            assertThat(FleetFixture.of(exchange, host))
                    .containsEntry("exit", 0)
                    .containsEntry("stdout", "hello\n")
                    .containsEntry("stderr", "careful\n")
                    .containsKey("millis");
        }
        assertThat(fleet.lines).contains("api-2 STDOUT hello", "api-3 STDERR careful");
    }

    @Test
    void hostile_values_reach_the_script_as_they_are() throws Exception {
        String hostile = "a'b\"c $(touch /tmp/pwned) `id` \\ ; rm -rf x & | > y\nsecond 'line' ünïcödé 🚀 *";
        fleet.script("print.sh", "printf '%s' \"$PREVIOUS_VERSION\"");

        Exchange exchange = fleet.send(
                "fleet:name:api-1?script=print.sh&env=previousVersion",
                given -> given.setVariable("previousVersion", hostile));

        assertThat(FleetFixture.of(exchange, "api-1")).containsEntry("stdout", hostile);
    }

    @Test
    void hostile_text_in_a_script_file_runs_as_written() throws Exception {
        fleet.script("quotes.sh", "printf '%s|' \"it's\" 'a\"b' \"$(echo 'in $() \\`')\" \"$0\"\n");

        Exchange exchange = fleet.run("fleet:name:api-1?script=quotes.sh", null);

        assertThat(FleetFixture.of(exchange, "api-1")).containsEntry("stdout", "it's|a\"b|in $() \\`|sh|");
    }

    @Test
    void headers_have_no_effect() throws Exception {
        Exchange exchange = fleet.send("fleet:name:api-1", given -> {
            given.getMessage().setBody("echo \"$0 $USERNAME\"");
            given.getMessage()
                    .setHeaders(Map.of(
                            "CamelSshUsername",
                            "root",
                            "CamelSshPassword",
                            "x",
                            "script",
                            "other.sh",
                            "selector",
                            "all"));
        });

        assertThat(FleetFixture.of(exchange, "api-1")).containsEntry("exit", 0);
        assertThat(FleetFixture.all(exchange)).containsOnlyKeys("api-1");
    }

    @Test
    void a_body_is_the_script_s_standard_input_on_each_host() throws Exception {
        Path input = Files.writeString(directory.resolve("input"), "line\n".repeat(100_000));
        fleet.script("count.sh", "wc -c | tr -d ' '");

        Exchange file = fleet.run("fleet:label:api?script=count.sh&input=body", input.toFile());
        Exchange text = fleet.run("fleet:name:api-1?script=count.sh&input=body", "five5");
        Exchange stream = fleet.run("fleet:name:api-1?script=count.sh&input=body", Files.newInputStream(input));

        assertThat(FleetFixture.of(file, "api-1")).containsEntry("stdout", "500000\n");
        assertThat(FleetFixture.of(file, "api-3")).containsEntry("stdout", "500000\n");
        assertThat(FleetFixture.of(text, "api-1")).containsEntry("stdout", "5\n");
        assertThat(FleetFixture.of(stream, "api-1")).containsEntry("stdout", "500000\n");
    }

    @Test
    void a_script_without_input_finds_the_end_of_its_standard_input_at_once() throws Exception {
        assertThat(FleetFixture.of(fleet.run("fleet:name:api-1?timeout=10s", "wc -c | tr -d ' '"), "api-1"))
                .containsEntry("stdout", "0\n");
    }

    @Test
    void sessions_are_used_again() throws Exception {
        for (int times = 0; times < 5; times++) {
            assertThat(FleetFixture.of(fleet.run("fleet:label:api", "true"), "api-1"))
                    .containsEntry("exit", 0);
        }

        assertThat(fleet.hosts).allSatisfy(host -> assertThat(host.logins).hasValue(1));
    }

    @Test
    void a_session_that_died_between_two_exchanges_is_replaced() throws Exception {
        fleet.run("fleet:name:api-1", "true");
        fleet.host(1).cut();
        await().until(() -> fleet.host(1).sessions() == 0);

        Exchange exchange = fleet.run("fleet:name:api-1", "true");

        assertThat(FleetFixture.of(exchange, "api-1")).containsEntry("exit", 0);
        assertThat(fleet.host(1).logins).hasValue(2);
    }

    @Test
    void a_session_that_nobody_uses_is_closed_after_the_idle_timeout() {
        fleet.run("fleet:name:api-1", "true");
        assertThat(fleet.host(1).sessions()).isEqualTo(1);

        fleet.component.sessions().closeIdle();

        await().until(() -> fleet.host(1).sessions() == 0);
    }

    @Test
    void sessions_end_with_the_component() throws Exception {
        fleet.run("fleet:label:api", "true");
        assertThat(fleet.hosts).allMatch(host -> host.sessions() == 1);

        fleet.camel().stop();

        await().untilAsserted(() -> assertThat(fleet.hosts).allMatch(host -> host.sessions() == 0));
    }

    @Test
    void so_many_hosts_work_at_a_time() throws Exception {
        Path room = Files.createDirectory(directory.resolve("room"));
        String script = "touch " + room + "/$$; ls " + room + " | wc -l | tr -d ' '; sleep 0.2; rm " + room + "/$$";

        Exchange one = fleet.run("fleet:label:api?parallel=1", script);

        for (String host : new String[] {"api-1", "api-2", "api-3"}) {
            assertThat(FleetFixture.of(one, host)).containsEntry("stdout", "1\n");
        }
        assertThat(room).isEmptyDirectory();
    }

    @Test
    void of_several_host_keys_the_pinned_kind_is_asked_for() throws Exception {
        fleet.host(1).alsoShows(SshdHost.rsaKeyPair());
        Exchange ec = fleet.run("fleet:name:api-1", "true");
        fleet.host(1).cut();
        Files.writeString(
                fleet.knownHosts, fleet.host(1).knownHostsLine(fleet.host(1).otherKey()));
        Exchange rsa = fleet.run("fleet:name:api-1", "true");

        assertThat(ec.getException()).isNull();
        assertThat(rsa.getException()).isNull();
        assertThat(fleet.host(1).logins).hasValue(2);
    }

    @Test
    void fleet_targets_works_on_the_hosts_of_the_run_and_nowhere_else() throws Exception {
        Target database =
                new Target("database", TargetKind.DATABASE, Set.of(), URI.create("postgresql://database"), "", "");
        Exchange of = fleet.send("fleet:targets", exchange -> {
            exchange.getMessage().setBody("echo hello");
            // what comes with a message decides nothing
            exchange.getMessage().setHeader(RunTargets.PROPERTY, "api-3");
            exchange.setVariable("targets", "api-3");
            new RunTargets(List.of(fleet.host(2).target("api"), database)).putInto(exchange);
        });
        Exchange without = fleet.send("fleet:targets", exchange -> new RunTargets(List.of(database)).putInto(exchange));

        assertThat(FleetFixture.all(of).keySet()).containsExactly("api-2");
        assertThat(without.getException())
                .hasMessageStartingWith("fleet:targets: no host is among the targets of the run");
        assertThat(fleet.run("fleet:targets", "true").getException())
                .hasMessageContaining("this is no run; write fleet:label:api");
    }

    @Test
    void a_selector_that_selects_nothing_is_refused_when_the_endpoint_is_made() {
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:label:typo"))
                .hasRootCauseMessage("selector 'label:typo': 'label:typo' selects no target; labels: api;"
                        + " names: api-1, api-2, api-3; targets are declared in application.yaml under upkeep.targets");
    }

    @Test
    void a_script_that_is_not_there_or_elsewhere_is_refused_when_the_endpoint_is_made() {
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?script=none.sh"))
                .rootCause()
                .hasMessageStartingWith("script 'none.sh' is not a file below " + directory);
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?script=../../etc/passwd"))
                .rootCause()
                .hasMessageContaining("is not a file below");
    }

    @Test
    void a_wrong_option_is_refused_with_an_example() {
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?timeout=soon"))
                .hasRootCauseMessage("timeout 'soon' is not a duration up to 24h; write 60s, 5m or PT5M");
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?maxOutput=1g"))
                .hasRootCauseMessage("maxOutput '1g' is not a size up to 16m; write 64k or 2m");
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?env=path"))
                .rootCause()
                .hasMessageContaining("would replace the host's own PATH");
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?password=x"))
                .rootCause()
                .hasMessageContaining("password");
    }

    @Test
    void a_variable_that_is_not_set_is_named() {
        Exchange exchange = fleet.run("fleet:all?env=version", "true");

        assertThat(exchange.getException()).hasMessageContaining("env 'version': the exchange's variable is not set");
    }

    @Test
    void a_missing_known_hosts_file_is_told_before_the_first_message() throws Exception {
        Files.delete(fleet.knownHosts);

        assertThatThrownBy(() ->
                        fleet.camel().getEndpoint("fleet:all").createProducer().start())
                .hasMessageContaining("upkeep.ssh.known-hosts: '" + fleet.knownHosts + "' is missing or unreadable");
    }
}
