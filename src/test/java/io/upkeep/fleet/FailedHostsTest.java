package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code failedHosts=result}: what a host could not do is told like what the others did; everything else fails as ever. */
class FailedHostsTest {

    private static final String LOOK = "fleet:label:api?script=look.sh&once=false";

    @TempDir
    Path directory;

    FleetFixture fleet;
    final AtomicReference<Exchange> ended = new AtomicReference<>();

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 3);
        fleet.script("look.sh", "case $HOST in api-2) echo 'no disk' >&2; exit 3;; *) echo fine;; esac");
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    @Test
    void a_host_that_fails_or_is_away_is_a_result_beside_those_of_the_others() throws Exception {
        fleet.host(3).close();

        Exchange told = fleet.run(LOOK + "&failedHosts=result", null);
        FleetFailed thrown = FleetFixture.failure(fleet.run(LOOK, null));

        Map<String, Map<String, Object>> hosts = FleetFixture.all(told);
        assertThat(hosts).containsOnlyKeys("api-1", "api-2", "api-3");
        assertThat(hosts.get("api-1"))
                .containsEntry("exit", 0)
                .containsEntry("stdout", "fine\n")
                .doesNotContainKey("failure");
        assertThat(hosts.get("api-2"))
                .containsEntry("exit", 3)
                .containsEntry("failure", "EXIT")
                .containsEntry("what", "exit 3, stderr ends with: no disk");
        assertThat(hosts.get("api-3")).containsEntry("failure", "UNREACHABLE").containsKeys("what", "next");
        assertThat(thrown.failed()).extracting(HostOutcome::host).containsExactly("api-2", "api-3");
    }

    @Test
    void that_every_host_failed_is_a_result_too() throws Exception {
        fleet.script("look.sh", "exit 4");

        assertThat(FleetFixture.all(fleet.run(LOOK + "&failedHosts=result", null))
                        .values())
                .hasSize(3)
                .allSatisfy(host -> assertThat(host).containsEntry("failure", "EXIT"));
    }

    @Test
    void what_is_no_host_s_failure_is_none_of_its_results() {
        Target database =
                new Target("database", TargetKind.DATABASE, Set.of(), URI.create("postgresql://database"), "", "");
        String targets = "fleet:targets?script=look.sh&once=false&failedHosts=result";

        assertThat(fleet.run(LOOK + "&failedHosts=result&only=wave", null).getException())
                .hasMessageContaining("only='wave': the variable holds 'null'");
        assertThat(fleet.run(LOOK + "&failedHosts=result&env=version", null).getException())
                .hasMessageContaining("env 'version'");
        assertThat(fleet.send(targets, exchange -> new RunTargets(List.of(database)).putInto(exchange))
                        .getException())
                .hasMessageStartingWith("fleet:targets: no host is among the targets of the run");
        assertThatThrownBy(() -> fleet.camel().getEndpoint(LOOK.replace("api", "typo") + "&failedHosts=result"))
                .rootCause()
                .hasMessageContaining("'label:typo' selects no target");
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void a_run_that_is_stopped_gets_no_result(StopReason reason) throws Exception {
        Supplier<StopReason> why = () -> reason;
        Thread caller = looking(exchange -> exchange.setProperty(StopReason.PROPERTY, why));

        caller.interrupt();

        await().atMost(Duration.ofSeconds(20)).until(() -> ended.get() != null);
        assertThat(ended.get().getException())
                .isInstanceOfSatisfying(
                        FleetStopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(reason));
    }

    @Test
    void connections_that_the_node_closes_on_its_way_out_are_no_result() throws Exception {
        looking(exchange -> {});

        fleet.camel().stop();

        await().atMost(Duration.ofSeconds(20)).until(() -> ended.get() != null);
        assertThat(ended.get().getException()).isInstanceOf(FleetFailed.class);
    }

    @Test
    void work_of_which_nobody_knows_the_end_is_no_result() {
        HostOutcome fine = new HostOutcome.Succeeded("api-1", "", "", Duration.ZERO);
        HostOutcome failed =
                new HostOutcome.Failed("api-2", FaultKind.EXIT, "exit 3", "look", 3, "", "", Duration.ZERO);
        assertThat(FailedHosts.RESULT.take(List.of(fine, failed))).isTrue();
        assertThat(FailedHosts.FAIL.take(List.of(fine, failed))).isFalse();
        for (HostOutcome cutOff : List.of(
                new HostOutcome.Unknown("api-3", "is lost", "look", "", "", Duration.ZERO),
                new HostOutcome.Left("api-3", "goes on", Duration.ZERO),
                new HostOutcome.Stopped("api-3", "was ended", "", "", Duration.ZERO),
                new HostOutcome.NotStarted("api-3", "it was cancelled"))) {
            assertThat(FailedHosts.RESULT.take(List.of(fine, failed, cutOff)))
                    .as(cutOff.toString())
                    .isFalse();
        }
    }

    /** Returns once the script of every host has begun. */
    private Thread looking(java.util.function.Consumer<Exchange> prepared) throws Exception {
        Path begun = Files.createDirectory(directory.resolve("begun"));
        fleet.script("look.sh", ": >" + begun + "/$HOST; sleep 60");
        Thread caller = new Thread(() -> ended.set(fleet.send(LOOK + "&failedHosts=result", prepared)));
        caller.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> begun.toFile().list().length == 3);
        return caller;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            script=look.sh                                     | would pass for done; add once=false if the script only reads
            script=look.sh&once=true                           | would pass for done; add once=false if the script only reads
            script=look.sh&once=false&batch=1                  | batch keeps hosts from having their turn when others fail; remove it
            script=look.sh&once=false&canary=1                 | canary keeps hosts from having their turn
            script=look.sh&once=false&maxErrors=2              | maxErrors keeps hosts from having their turn
            script=look.sh&output=stream                       | write output=file
            facts=true                                         | facts have no place for a host that does not answer
            """)
    void a_change_has_no_failed_hosts_as_results(String options, String message) {
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:label:api?failedHosts=result&" + options))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("failedHosts=result: ")
                .hasMessageContaining(message);
    }

    @Test
    void what_says_nothing_of_failed_hosts_fails_with_them() {
        assertThat(fleet.run(LOOK + "&failedHosts=fail&maxErrors=2", null).getException())
                .isInstanceOf(FleetFailed.class);
        assertThatThrownBy(() -> fleet.camel().getEndpoint(LOOK + "&failedHosts=ignore"))
                .hasRootCauseMessage("failedHosts='ignore' is not a choice; write fail or result");
    }
}
