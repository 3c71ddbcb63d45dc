package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.sandbox.Sandbox;
import io.upkeep.sandbox.SshHost;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetOnSandboxTest {

    private final Sandbox sandbox = Sandbox.shared();

    @TempDir
    Path directory;

    FleetFixture fleet;

    @BeforeEach
    void estate() throws Exception {
        List<Target> targets = List.of(target("api-1", "api"), target("api-2", "api"), target("web-1", "web"));
        fleet = FleetFixture.on(
                directory, sandbox.hosts().knownHosts(), sandbox.hosts().privateKey(), targets);
    }

    @AfterEach
    void heal() throws Exception {
        fleet.close();
        sandbox.healAll();
    }

    private Target target(String name, String label) {
        URI address = URI.create(sandbox.hosts().host(name).address());
        return new Target(name, TargetKind.HOST, Set.of(label), address, "", "");
    }

    @Test
    void each_host_answers_from_its_own_tree() throws Exception {
        Exchange exchange = fleet.run("fleet:label:api", "hostname; cat \"${ROOT:-}/etc/hostname\"");

        assertThat(FleetFixture.of(exchange, "api-1")).containsEntry("stdout", "api-1\napi-1\n");
        assertThat(FleetFixture.of(exchange, "api-2")).containsEntry("stdout", "api-2\napi-2\n");
    }

    @Test
    void a_tree_streams_to_a_file() throws Exception {
        Path work = directory.resolve("work");

        Exchange exchange =
                fleet.run("fleet:name:web-1?output=file&directory=" + work, "tar -cf - -C \"${ROOT:-}/etc\" nginx");

        assertThat((Long) FleetFixture.of(exchange, "web-1").get("bytes")).isGreaterThan(1000);
    }

    @Test
    void its_faults_are_told_apart() {
        sandbox.breakPart("api-1", SshHost.DOWN);
        sandbox.breakPart("api-2", SshHost.OTHER_KEY);
        sandbox.breakPart("web-1", SshHost.HANG);

        FleetFailed failure = FleetFixture.failure(fleet.run("fleet:all?timeout=2s", "true"));

        assertThat(failure.failed())
                .extracting(HostOutcome.Failed::kind)
                .containsExactly(FaultKind.UNREACHABLE, FaultKind.HOST_KEY_CHANGED, FaultKind.TIMEOUT);
    }

    @Test
    void a_sandbox_host_lets_scripts_become_root_until_its_sudo_is_broken() throws Exception {
        Exchange works = fleet.run("fleet:name:api-1?sudo=true", "echo $USER; cat \"$ROOT/etc/hostname\"");
        sandbox.breakPart("api-1", SshHost.SUDO_ASKS);
        FleetFailed failure = FleetFixture.failure(fleet.run("fleet:name:api-1?sudo=true", "true"));

        assertThat(FleetFixture.of(works, "api-1")).containsEntry("stdout", "root\napi-1\n");
        assertThat(failure.failed().get(0).kind()).isEqualTo(FaultKind.SUDO_REFUSED);
    }

    @Test
    void an_unknown_user_is_refused_by_sudo() {
        HostOutcome.Failed failed = FleetFixture.failure(fleet.run("fleet:name:api-1?sudo=mallory", "true"))
                .failed()
                .get(0);

        assertThat(failed.kind()).isEqualTo(FaultKind.SUDO_REFUSED);
        assertThat(failed.what()).contains("unknown user mallory");
    }
}
