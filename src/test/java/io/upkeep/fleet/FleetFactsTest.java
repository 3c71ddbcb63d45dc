package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hosts are, asked once per run and host. */
class FleetFactsTest {

    @TempDir
    Path directory;

    FleetFixture fleet;

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 2);
        for (SshdHost host : fleet.hosts) {
            write(host, "etc/os-release", "NAME=\"Debian\"\nVERSION_ID=\"12\"\nID=debian\n");
            write(host, "proc/meminfo", "MemTotal:        8142604 kB\nMemFree: 1 kB\n");
            write(host, "proc/cpuinfo", "processor\t: 0\nmodel\t: x\nprocessor\t: 1\n");
        }
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    private static void write(SshdHost host, String file, String text) throws Exception {
        Path path = host.root().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Map<String, Map<String, Object>> facts(String uri, String token) throws Exception {
        return FleetFixture.all(fleet.step(uri, token));
    }

    @Test
    void a_host_says_what_it_is() throws Exception {
        Files.createDirectories(fleet.host(1).root().resolve("run/systemd/system"));

        Map<String, Object> facts = FleetFixture.of(fleet.run("fleet:all?facts=true", null), "api-1");

        assertThat(facts)
                .containsEntry("os", "debian")
                .containsEntry("osVersion", "12")
                .containsEntry("cpus", 2L)
                .containsEntry("memoryBytes", 8142604L * 1024)
                .containsEntry("bootId", "11111111-1111-1111-1111-111111111111")
                .containsEntry("systemd", true)
                .containsKeys("kernel", "architecture", "apt", "rebootRequired");
    }

    @Test
    void a_host_is_asked_once_per_run() throws Exception {
        facts("fleet:name:api-1?facts=true", "run-1/1/RUN/look");
        fleet.host(1).boot("22222222-2222-2222-2222-222222222222");
        fleet.host(1).commands.clear();

        Map<String, Map<String, Object>> again = facts("fleet:all?facts=true", "run-1/1/RUN/look-again");
        Map<String, Map<String, Object>> other = facts("fleet:name:api-1?facts=true", "run-2/1/RUN/look");
        Map<String, Map<String, Object>> asked = facts("fleet:name:api-1?facts=refresh", "run-1/1/RUN/after-reboot");
        Map<String, Map<String, Object>> after = facts("fleet:name:api-1?facts=true", "run-1/1/RUN/look-last");

        assertThat(again).containsOnlyKeys("api-1", "api-2");
        assertThat(again.get("api-1").get("bootId")).asString().startsWith("1111");
        assertThat(other.get("api-1").get("bootId")).asString().startsWith("2222");
        assertThat(asked.get("api-1").get("bootId")).asString().startsWith("2222");
        assertThat(after.get("api-1").get("bootId")).asString().startsWith("2222");
        // api-2 by the second call, api-1 by the other run and by refresh
        assertThat(fleet.host(1).commands).hasSize(2);
        assertThat(fleet.host(2).commands).hasSize(1);
        assertThat(fleet.lines).as("facts are no news of a run").isEmpty();
    }

    @Test
    void what_a_run_knows_of_all_hosts_takes_no_connection() throws Exception {
        facts("fleet:all?facts=true", "run-1/1/RUN/look");
        fleet.host(1).close();
        fleet.host(2).close();

        assertThat(facts("fleet:all?facts=true", "run-1/1/RUN/look-again")).containsOnlyKeys("api-1", "api-2");
    }

    @Test
    void what_a_host_does_not_say_is_unknown() throws Exception {
        write(fleet.host(1), "etc/os-release", "");
        write(fleet.host(1), "proc/meminfo", "nonsense\n");

        Map<String, Object> facts = FleetFixture.of(fleet.run("fleet:name:api-1?facts=true", null), "api-1");

        assertThat(facts).containsEntry("os", null).containsEntry("memoryBytes", null);
    }

    @Test
    void hostile_facts_stay_one_short_line_of_text() throws Exception {
        write(fleet.host(1), "etc/os-release", "ID=$(touch /tmp/pwned)\u001b[31m" + "x".repeat(500) + "\nend=no\n");

        Map<String, Object> facts = FleetFixture.of(fleet.run("fleet:name:api-1?facts=true", null), "api-1");

        assertThat((String) facts.get("os")).hasSizeLessThanOrEqualTo(201).doesNotContain("\u001b");
        assertThat(Path.of("/tmp/pwned")).doesNotExist();
    }

    @Test
    void a_route_reads_them_from_a_variable() throws Exception {
        Exchange exchange = fleet.run("fleet:name:api-1?facts=true", null);
        exchange.setVariable("facts", exchange.getMessage().getBody());

        String os = fleet.camel()
                .resolveLanguage("simple")
                .createExpression("${variable.facts[api-1][os]} ${variable.facts[api-1][systemd]}")
                .evaluate(exchange, String.class);

        assertThat(os).isEqualTo("debian false");
    }

    @Test
    void an_answer_that_was_cut_off_is_none() {
        assertThat(HostFacts.read("os=debian\ncpus=2\n")).isEmpty();
        assertThat(HostFacts.read("os=debian\ncpus=many\nend=yes\n").orElseThrow())
                .containsEntry("cpus", null);
    }

    @Test
    void a_host_that_cannot_be_asked_fails_and_nothing_of_it_is_kept() throws Exception {
        fleet.host(1).close();

        Exchange exchange = fleet.step("fleet:all?facts=true", "run-1/1/RUN/look");

        assertThat(FleetFixture.failure(exchange).failed())
                .extracting(HostOutcome.Failed::kind)
                .containsExactly(FaultKind.UNREACHABLE);
        assertThat(FleetFixture.failure(exchange)).hasMessageStartingWith("fleet:all facts: 1 of 2 targets failed");
    }

    @Test
    void options_of_scripts_are_refused_beside_facts() {
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?facts=true&sudo=true"))
                .hasRootCauseMessage("facts=true runs no script of yours; write fleet:all?facts=true without script,"
                        + " env, sudo, once, input and directory");
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?facts=some"))
                .hasRootCauseMessage("facts='some' is not a choice; write true, refresh or false");
    }
}
