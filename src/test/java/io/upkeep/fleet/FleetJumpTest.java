package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.target.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts behind others: api-2 is reached through api-1, api-3 through api-2. */
class FleetJumpTest {

    @TempDir
    Path directory;

    FleetFixture fleet;

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.chain(directory, 3);
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    private HostOutcome.Failed failed(String uri) {
        return FleetFixture.failure(fleet.run(uri, "true")).failed().get(0);
    }

    @Test
    void a_script_runs_behind_a_chain_of_jump_hosts() throws Exception {
        Exchange exchange = fleet.run("fleet:name:api-3", "echo $HOST; wc -c | tr -d ' '");

        assertThat(FleetFixture.of(exchange, "api-3")).containsEntry("stdout", "api-3\n0\n");
        assertThat(fleet.host(1).forwarded).hasValue(1);
        assertThat(fleet.host(2).forwarded).hasValue(1);
        assertThat(fleet.host(3).logins).hasValue(1);
    }

    @Test
    void megabytes_pass_in_both_directions() throws Exception {
        fleet.script("echo.sh", "cat >got; cat got");
        // more than a channel's window, which is 2 MiB
        String bulk = "0123456789abcde\n".repeat(140_000);

        Exchange exchange = fleet.run("fleet:name:api-2?script=echo.sh&input=body&maxOutput=4m&timeout=5m", bulk);

        assertThat((String) FleetFixture.of(exchange, "api-2").get("stdout")).isEqualTo(bulk);
    }

    @Test
    void the_sessions_to_host_and_jump_host_are_used_again() throws Exception {
        for (int times = 0; times < 5; times++) {
            assertThat(FleetFixture.of(fleet.run("fleet:name:api-2,name:api-3", "true"), "api-3"))
                    .containsEntry("exit", 0);
        }

        // the first carries all connections to the second: one to work on it, one to go on to the third
        assertThat(fleet.host(1).logins).hasValue(1);
        assertThat(fleet.host(2).logins).hasValue(2);
        assertThat(fleet.host(3).logins).hasValue(1);
    }

    @Test
    void twenty_hosts_share_one_session_to_their_jump_host() throws Exception {
        fleet.close();
        fleet = FleetFixture.of(Files.createDirectory(directory.resolve("many")), 2, hosts -> {
            List<Target> targets = new ArrayList<>(List.of(hosts.get(0).target()));
            for (int number = 1; number <= 20; number++) {
                Target one = hosts.get(1).behind(targets.get(0));
                targets.add(new Target(
                        "behind-" + number, one.kind(), one.labels(), one.address(), one.user(), "", one.jump(), true));
            }
            return targets;
        });

        Exchange exchange = fleet.run("fleet:label:api?parallel=20", "echo here");

        assertThat(FleetFixture.all(exchange))
                .hasSize(20)
                .allSatisfy((host, said) -> assertThat(said).containsEntry("stdout", "here\n"));
        assertThat(fleet.host(1).logins).hasValue(1);
        assertThat(fleet.host(1).forwarded.get()).isBetween(1, 20);
    }

    @Test
    void a_session_to_a_jump_host_ends_when_nobody_needs_it_any_more() throws Exception {
        fleet.run("fleet:name:api-3", "true");
        assertThat(fleet.host(1).sessions()).isEqualTo(1);

        await().untilAsserted(() -> {
            fleet.component.sessions().closeIdle();
            assertThat(fleet.hosts).allMatch(host -> host.sessions() == 0);
        });
    }

    @Test
    void a_jump_host_that_died_in_between_is_connected_to_again() throws Exception {
        fleet.run("fleet:name:api-2", "true");
        fleet.host(1).cut();
        await().until(() -> fleet.host(1).sessions() == 0);

        Exchange exchange = fleet.run("fleet:name:api-2", "echo again");

        assertThat(FleetFixture.of(exchange, "api-2")).containsEntry("stdout", "again\n");
        assertThat(fleet.host(1).logins).hasValue(2);
    }

    @Test
    void a_jump_host_that_is_down_is_named() throws Exception {
        fleet.host(1).close();

        HostOutcome.Failed failed = failed("fleet:name:api-3");

        assertThat(failed.kind()).isEqualTo(FaultKind.UNREACHABLE);
        assertThat(failed.what())
                .isEqualTo("jump host 'api-1': ssh://127.0.0.1:" + fleet.host(1).port() + " refused the connection");
    }

    @Test
    void a_host_that_is_down_behind_its_jump_host_is_named() throws Exception {
        int port = fleet.host(2).port();
        fleet.host(2).close();

        HostOutcome.Failed direct = failed("fleet:name:api-2");
        HostOutcome.Failed behind = failed("fleet:name:api-3");

        assertThat(direct.kind()).isEqualTo(FaultKind.UNREACHABLE);
        assertThat(direct.what())
                .startsWith("ssh://127.0.0.1:" + port + " through 'api-1' was not connected to: the jump host said '")
                .doesNotContain("Exception");
        assertThat(behind.what()).startsWith("jump host 'api-2': ssh://127.0.0.1:" + port + " through 'api-1'");
    }

    @Test
    void a_jump_host_that_forwards_nothing_is_told_from_one_that_is_down() {
        fleet.host(1).forwardsNothing();

        HostOutcome.Failed failed = failed("fleet:name:api-2");

        assertThat(failed.what()).contains("through 'api-1' was not connected to");
        assertThat(failed.next()).contains("AllowTcpForwarding");
        assertThat(fleet.host(1).logins).hasValue(1);
    }

    @Test
    void every_host_key_on_the_way_is_checked() throws Exception {
        String all = Files.readString(fleet.knownHosts);
        String first = fleet.host(1).knownHostsLine();

        Files.writeString(fleet.knownHosts, all.replace(first, ""));
        HostOutcome.Failed jump = failed("fleet:name:api-2");
        Files.writeString(fleet.knownHosts, first + fleet.host(2).knownHostsLine(SshdHost.keyPair()));
        HostOutcome.Failed host = failed("fleet:name:api-2");

        assertThat(jump.kind()).isEqualTo(FaultKind.HOST_KEY_UNKNOWN);
        assertThat(jump.what()).startsWith("jump host 'api-1': its host key");
        assertThat(host.kind()).isEqualTo(FaultKind.HOST_KEY_CHANGED);
        assertThat(host.what()).startsWith("its host key").doesNotContain("jump host");
        assertThat(fleet.host(2).logins).hasValue(0);
    }

    @Test
    void the_timeout_covers_all_hops() {
        fleet.host(1).mute();
        long before = System.nanoTime();

        HostOutcome.Failed failed = failed("fleet:name:api-3?timeout=2s");

        assertThat(fleet.host(1).mutedConnections()).isPositive();
        assertThat(failed.what()).startsWith("jump host 'api-1'");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void hosts_behind_a_jump_host_that_is_mute_do_not_wait_one_after_the_other() {
        fleet.host(1).mute();
        long before = System.nanoTime();

        FleetFailed failure = FleetFixture.failure(fleet.run("fleet:all?timeout=2s", "true"));

        assertThat(failure.failed()).hasSize(3);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void a_step_s_work_is_found_again_after_the_jump_host_broke() throws Exception {
        Path gate = directory.resolve("gate");
        Path ran = directory.resolve("ran");
        fleet.script(
                "gated.sh",
                "echo $HOST >>" + ran + "; echo before; until [ -e " + gate + " ]; do sleep 0.1; done; echo after");
        var running = java.util.concurrent.CompletableFuture.supplyAsync(
                () -> fleet.step("fleet:name:api-2?script=gated.sh&timeout=60s", "run-1/1/RUN/deploy"),
                task -> new Thread(task, "run").start());
        await().until(() -> fleet.lines.contains("api-2 STDOUT before"));
        fleet.host(1).cut();
        await().until(() -> fleet.host(1).logins.get() == 2);

        Files.createFile(gate);

        assertThat(FleetFixture.of(running.get(), "api-2")).containsEntry("stdout", "before\nafter\n");
        assertThat(Files.readAllLines(ran)).containsExactly("api-2");
    }
}
