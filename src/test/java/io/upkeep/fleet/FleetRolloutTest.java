package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts on real SSH hosts, which write down in a file when a script runs there. */
class FleetRolloutTest {

    @TempDir
    Path directory;

    FleetFixture fleet;
    Path journal;

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 4);
        journal = Files.createFile(directory.resolve("journal"));
        fleet.script("note.sh", "echo \"$HOST\" >>" + journal);
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    private List<String> ran() throws Exception {
        return Files.readAllLines(journal);
    }

    @Test
    void everyone_else_follows_a_canary_that_succeeds() throws Exception {
        Exchange exchange = fleet.run("fleet:label:api?script=note.sh&canary=1&order=reverse", null);

        assertThat(FleetFixture.all(exchange)).hasSize(4);
        assertThat(ran()).hasSize(4).first().isEqualTo("api-4");
    }

    @Test
    void a_failed_canary_stops_the_rest_which_is_shown_as_not_started() throws Exception {
        fleet.script("fail.sh", "echo ran >>" + journal + "; exit 4");

        Exchange exchange = fleet.run("fleet:label:api?script=fail.sh&canary=1", null);

        FleetFailed failure = FleetFixture.failure(exchange);
        assertThat(ran()).hasSize(1);
        assertThat(failure.failed()).extracting(HostOutcome::host).containsExactly("api-1");
        assertThat(failure)
                .hasMessageStartingWith("fleet:label:api fail.sh: 1 of 4 targets failed:\napi-1: exit 4")
                .hasMessageEndingWith("not started, as canary api-1 did not succeed: api-2, api-3, api-4");
        assertThat(failure.result().get("api-3").toString())
                .contains("NOT_STARTED", "not started: canary api-1 did not succeed");
    }

    @Test
    void no_further_host_is_started_once_there_are_more_errors_than_allowed() throws Exception {
        fleet.script("fail.sh", "echo ran >>" + journal + "; exit 4");

        Exchange exchange = fleet.run("fleet:label:api?script=fail.sh&parallel=1&maxErrors=1", null);

        assertThat(ran()).hasSize(2);
        assertThat(FleetFixture.failure(exchange))
                .hasMessageContaining("2 of 4 targets failed")
                .hasMessageEndingWith("not started, as 2 of 4 targets failed, maxErrors=1: api-3, api-4");
    }

    @Test
    void a_batch_starts_when_the_last_host_of_the_one_before_has_ended() throws Exception {
        Path room = Files.createDirectory(directory.resolve("room"));
        String script =
                "touch " + room + "/$$; sleep 1; ls " + room + " | wc -l | tr -d ' '; sleep 1; rm " + room + "/$$";

        Exchange exchange = fleet.run("fleet:label:api?batch=50%", script);

        assertThat(FleetFixture.all(exchange).values())
                .hasSize(4)
                .allSatisfy(outcome -> assertThat(outcome).containsEntry("stdout", "2\n"));
    }

    @Test
    void a_failure_ends_a_rollout_in_batches() throws Exception {
        fleet.script("fail.sh", "echo ran >>" + journal + "; exit 4");

        Exchange exchange = fleet.run("fleet:label:api?script=fail.sh&batch=2", null);

        assertThat(ran()).hasSize(2);
        assertThat(FleetFixture.failure(exchange)).hasMessageContaining("not started");
    }

    @Test
    void only_the_hosts_that_a_variable_names_work() throws Exception {
        Exchange exchange = fleet.send(
                "fleet:label:api?script=note.sh&only=wave&order=reverse&parallel=1",
                sent -> sent.setVariable("wave", "api-2, api-4"));

        assertThat(FleetFixture.all(exchange)).containsOnlyKeys("api-2", "api-4");
        assertThat(ran()).containsExactly("api-4", "api-2");
    }

    @Test
    void a_variable_narrows_the_selector_and_never_widens_it() throws Exception {
        for (String wave : new String[] {"api-3", "api-1,api-3", " , ", ""}) {
            Exchange exchange = fleet.send(
                    "fleet:name:api-1,name:api-2?script=note.sh&only=wave", sent -> sent.setVariable("wave", wave));
            assertThat(exchange.getException())
                    .hasMessageContaining("only='wave'")
                    .hasMessageContaining("[api-1, api-2]");
        }
        assertThat(fleet.run("fleet:label:api?script=note.sh&only=wave", null).getException())
                .hasMessageContaining("the variable holds 'null'");
        assertThat(ran()).isEmpty();
    }
}
