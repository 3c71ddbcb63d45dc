package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A step that is cancelled takes its processes on the hosts with it, or says that it cannot know. */
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time, each for hosts of its own
class FleetStopTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    FleetFixture fleet;
    Path pids;
    final AtomicReference<Exchange> ended = new AtomicReference<>();

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 2);
        pids = Files.createDirectory(directory.resolve("pids"));
        // a child, a grandchild, one in a process group of its own, and one that ignores TERM
        fleet.script("family.sh", """
                note() { : >"%s/$HOST.$1"; }
                note $$
                sleep 301 & note $!
                sh -c 'sleep 302 & : >"%s/$HOST.$!"; wait' & note $!
                timeout 300 sh -c ': >"%s/$HOST.$$"; sleep 303; :' & note $!
                sh -c 'trap "" TERM; : >"%s/$HOST.$$"; while :; do sleep 1; done' &
                wait
                """.formatted(pids, pids, pids, pids));
    }

    @AfterEach
    void close() throws Exception {
        processes("").forEach(process -> process.destroyForcibly());
        fleet.close();
    }

    private List<ProcessHandle> processes(String host) throws IOException {
        try (var files = Files.list(pids)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(host))
                    .map(name -> Long.parseLong(name.substring(name.indexOf('.') + 1)))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(FleetStopTest::runs)
                    .toList();
        }
    }

    /** A process that nobody has waited for is no process any more. */
    private static boolean runs(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    private Thread running(String uri, StopReason reason) {
        Supplier<StopReason> why = () -> reason;
        Thread caller = new Thread(() -> ended.set(fleet.send(uri, exchange -> {
            exchange.setProperty(StepToken.PROPERTY, "run-1/1/RUN/deploy");
            exchange.setProperty(StopReason.PROPERTY, why);
        })));
        caller.start();
        await().atMost(SOON)
                .until(() ->
                        processes("api-1").size() == 7 && processes("api-2").size() == 7);
        return caller;
    }

    private FleetStopped interrupted(Thread caller) {
        return interrupted(caller, SOON);
    }

    private FleetStopped interrupted(Thread caller, Duration within) {
        caller.interrupt();
        await().atMost(within).until(() -> ended.get() != null);
        return (FleetStopped) ended.get().getException();
    }

    @Test
    void cancel_ends_every_process_on_every_host_within_ten_seconds() throws Exception {
        Thread caller = running("fleet:label:api?script=family.sh&timeout=5m", StopReason.CANCELLED);

        FleetStopped stopped = interrupted(caller, Duration.ofSeconds(10));

        await().atMost(SOON).until(() -> processes("").isEmpty());
        assertThat(stopped.reason()).isEqualTo(StopReason.CANCELLED);
        assertThat(stopped.stopped())
                .as(stopped.getMessage())
                .extracting(HostOutcome::host)
                .containsExactly("api-1", "api-2");
        assertThat(stopped).hasMessage("""
                        fleet:label:api family.sh was interrupted (cancelled):
                        api-1: STOPPED: its processes were ended there;
                        api-2: STOPPED: its processes were ended there""");
    }

    @Test
    void a_host_that_does_not_answer_is_unknown() throws Exception {
        Thread caller = running("fleet:label:api?script=family.sh&timeout=5m", StopReason.TIMED_OUT);
        fleet.host(2).mute();
        FleetStopped stopped = interrupted(caller);

        assertThat(fleet.host(2).mutedConnections()).isPositive();
        await().atMost(SOON).until(() -> processes("api-1").isEmpty());
        assertThat(processes("api-2")).hasSize(7);
        assertThat(stopped.unknown()).extracting(HostOutcome::host).containsExactly("api-2");
        assertThat(stopped)
                .hasMessageContaining("was interrupted (timed out)")
                .hasMessageContaining("api-1: STOPPED")
                .hasMessageContaining("api-2: UNKNOWN: the connection is closed;");
    }

    @Test
    void work_goes_on_when_the_run_has_another_owner() throws Exception {
        Thread caller = running("fleet:label:api?script=family.sh&timeout=5m", StopReason.OWNERSHIP_LOST);

        FleetStopped stopped = interrupted(caller);

        assertThat(processes("")).hasSize(14);
        assertThat(stopped).hasMessageContaining("api-1: LEFT: ").hasMessageContaining("api-2: LEFT: ");
        assertThat(stopped.unknown()).isEmpty();
    }

    @Test
    void a_script_past_its_timeout_takes_its_processes_with_it() throws Exception {
        Thread caller = running("fleet:label:api?script=family.sh&timeout=6s", StopReason.CANCELLED);

        caller.join();

        FleetFailed failure = FleetFixture.failure(ended.get());
        assertThat(failure.failed())
                .as(failure.getMessage())
                .hasSize(2)
                .allSatisfy(failed -> assertThat(failed.kind()).isIn(FaultKind.TIMEOUT, FaultKind.EXIT));
        await().atMost(SOON).until(() -> processes("").isEmpty());
    }

    @Test
    void a_script_that_prints_too_much_is_ended() throws Exception {
        fleet.script("yes.sh", ": >" + pids + "/$HOST.$$; while :; do echo yes; done");

        HostOutcome.Failed failed = FleetFixture.failure(
                        fleet.step("fleet:name:api-1?script=yes.sh&maxOutput=1k", "run-1/1/RUN/print"))
                .failed()
                .get(0);

        assertThat(failed.kind()).isEqualTo(FaultKind.OUTPUT_TOO_LARGE);
        assertThat(failed.what()).endsWith("its processes were ended there");
        assertThat(pids).isDirectoryContaining("glob:**api-1.*");
        await().atMost(SOON).until(() -> processes("api-1").isEmpty());
    }

    @Test
    void a_start_that_is_overtaken_by_its_cancel_does_not_happen() throws Exception {
        fleet.script("quick.sh", "touch " + pids + "/ran");
        Target target = new Target(fleet);

        RemoteStop.Ended before = target.stop();
        Exchange late = fleet.step("fleet:name:api-1?script=quick.sh", "run-1/1/RUN/deploy");

        assertThat(before.certain()).isTrue();
        assertThat(FleetFixture.failure(late).failed().get(0).exit()).isEqualTo(143);
        assertThat(pids.resolve("ran")).doesNotExist();
    }

    /** The first call of the step, as the producer would make it. */
    private record Target(FleetFixture fleet) {

        RemoteStop.Ended stop() throws Exception {
            String script = Files.readString(fleet.directory.resolve("quick.sh"));
            StepToken token = StepToken.parse("run-1/1/RUN/deploy");
            String key = WorkKey.of(token, WorkKey.work(script, java.util.Map.of()), 0);
            OnceCommand command = OnceCommand.of(
                    script,
                    java.util.Map.of(),
                    Duration.ofSeconds(60),
                    1024,
                    new OnceCommand.Input(false, java.util.OptionalLong.empty()),
                    ".upkeep",
                    token,
                    key);
            return new RemoteStop(fleet.host(1).target("api"), fleet.component.sessions()).end(command);
        }
    }
}
