package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Scripts that another user runs, by a stand-in for sudo. */
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time, each for hosts of its own
class FleetSudoTest {

    private static final String HOSTILE = "it's $(touch /tmp/pwned) `id` \"x\" \\ ünïcödé 🚀\nsecond line";

    @TempDir
    Path directory;

    FleetFixture fleet;
    SudoStandIn sudo;
    final AtomicReference<Exchange> ended = new AtomicReference<>();

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 1);
        sudo = SudoStandIn.of(fleet.host(1), SudoStandIn.canBeReal());
        fleet.script("show.sh", "echo \"$BECAME $(id -u)\"; printf '%s|' \"$VALUE\" 'it'\\''s'; cat");
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    private Exchange shown(String uri, String token) {
        return fleet.send(uri, exchange -> {
            if (token != null) {
                exchange.setProperty(StepToken.PROPERTY, token);
            }
            exchange.setVariable("value", HOSTILE);
            exchange.getMessage().setBody("some\ninput\n");
        });
    }

    private static String expected(String user) throws Exception {
        String uid = SudoProcesses.users(List.of(ProcessHandle.current())).get(0);
        return user + " " + uid + "\n" + HOSTILE + "|it's|some\ninput\n";
    }

    @Test
    void a_script_runs_as_root_with_its_values_and_its_input() throws Exception {
        String uri = "fleet:all?script=show.sh&env=value&input=body&sudo=";

        Exchange bare = shown(uri + "true", null);
        Exchange step = shown(uri + "true", "run-1/1/RUN/deploy");
        Exchange user = shown(uri + "postgres", "run-1/1/RUN/vacuum");

        assertThat(FleetFixture.of(bare, "api-1")).containsEntry("stdout", expected("root"));
        assertThat(FleetFixture.of(step, "api-1")).containsEntry("stdout", expected("root"));
        assertThat(FleetFixture.of(user, "api-1")).containsEntry("stdout", expected("postgres"));
    }

    @Test
    void neither_script_nor_values_are_seen_by_sudo() throws Exception {
        shown("fleet:all?script=show.sh&env=value&input=body&sudo=true", "run-1/1/RUN/deploy");
        shown("fleet:all?script=show.sh&env=value&input=body&sudo=true", null);

        assertThat(sudo.calls())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(call ->
                        assertThat(call).isIn("-n -H -u root -- sh -c :", "-n -H -u root -- sh -c " + RunAs.START));
    }

    @Test
    void exit_code_and_both_streams_come_back() throws Exception {
        fleet.script("fail.sh", "echo out; echo err >&2; exit 7");

        for (String token : new String[] {null, "run-1/1/RUN/deploy"}) {
            HostOutcome.Failed failed = FleetFixture.failure(fleet.send(
                            "fleet:all?script=fail.sh&sudo=true", exchange -> {
                                if (token != null) {
                                    exchange.setProperty(StepToken.PROPERTY, token);
                                }
                            }))
                    .failed()
                    .get(0);

            assertThat(failed.exit()).isEqualTo(7);
            assertThat(failed.stdout()).isEqualTo("out\n");
            assertThat(failed.stderr()).isEqualTo("err\n");
        }
    }

    @Test
    void a_sudo_that_asks_for_a_password_is_told_and_nothing_starts() throws Exception {
        sudo.asks();

        for (String token : new String[] {null, "run-1/1/RUN/deploy"}) {
            HostOutcome.Failed failed = FleetFixture.failure(
                            shown("fleet:all?script=show.sh&env=value&input=body&sudo=true", token))
                    .failed()
                    .get(0);

            assertThat(failed.kind()).isEqualTo(FaultKind.SUDO_REFUSED);
            assertThat(failed.what()).contains("'sudo: a password is required'; nothing was started");
            assertThat(failed.next()).contains("NOPASSWD");
            assertThat(failed.stdout()).isEmpty();
        }
        assertThat(sudo.calls()).allMatch(call -> call.endsWith("sh -c :"));
        assertThat(fleet.host(1).root().resolve(".upkeep/run-1")).isEmptyDirectory();
    }

    @Test
    void a_host_without_sudo_says_so() throws Exception {
        Files.delete(fleet.host(1).root().resolve("sudo/sudo"));

        HostOutcome.Failed failed = FleetFixture.failure(
                        shown("fleet:all?script=show.sh&env=value&input=body&sudo=true", "run-1/1/RUN/deploy"))
                .failed()
                .get(0);

        assertThat(failed.kind()).isEqualTo(FaultKind.SUDO_REFUSED);
        assertThat(failed.what()).contains("not found");
    }

    @Test
    void a_step_as_another_user_runs_once_and_the_next_owner_gets_its_result() throws Exception {
        Path ran = directory.resolve("ran");
        fleet.script("note.sh", "echo $BECAME >>" + ran + "; echo done");
        fleet.step("fleet:all?script=note.sh&sudo=true", "run-1/1/RUN/deploy");
        try (FleetFixture other = fleet.anotherNode()) {
            Exchange again = other.step("fleet:all?script=note.sh&sudo=true", "run-1/2/RUN/deploy");

            assertThat(FleetFixture.of(again, "api-1")).containsEntry("stdout", "done\n");
            assertThat(Files.readAllLines(ran)).containsExactly("root");
        }
    }

    private Path family() throws Exception {
        Path pids = Files.createDirectory(directory.resolve("pids"));
        Files.setPosixFilePermissions(pids, PosixFilePermissions.fromString("rwxrwxrwx"));
        fleet.script("family.sh", """
                : >"%1$s/$$"
                sleep 301 & : >"%1$s/$!"
                sh -c 'trap "" TERM; : >"%1$s/$$"; while :; do sleep 1; done' &
                wait
                """.formatted(pids));
        return pids;
    }

    private static List<ProcessHandle> living(Path pids) {
        try (var files = Files.list(pids)) {
            return files.map(file -> Long.parseLong(file.getFileName().toString()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(SudoProcesses::runs)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Thread running(String uri, Path pids) {
        Supplier<StopReason> why = () -> StopReason.CANCELLED;
        Thread caller = new Thread(() -> ended.set(fleet.send(uri, exchange -> {
            exchange.setProperty(StepToken.PROPERTY, "run-1/1/RUN/deploy");
            exchange.setProperty(StopReason.PROPERTY, why);
        })));
        caller.start();
        await().atMost(Duration.ofSeconds(40)).until(() -> living(pids).size() == 3);
        return caller;
    }

    @Test
    void cancel_ends_root_s_processes_too() throws Exception {
        Path pids = family();
        Thread caller = running("fleet:all?script=family.sh&sudo=true&timeout=5m", pids);

        caller.interrupt();

        await().atMost(Duration.ofSeconds(40)).until(() -> ended.get() != null);
        await().atMost(Duration.ofSeconds(40)).until(() -> living(pids).isEmpty());
        assertThat(ended.get().getException()).hasMessageContaining("api-1: STOPPED: its processes were ended there");
    }

    @Test
    @EnabledIf("io.upkeep.fleet.SudoStandIn#canBeReal")
    void what_the_login_user_may_not_end_is_ended_by_sudo() throws Exception {
        Path pids = family();
        Thread caller = running("fleet:all?script=family.sh&sudo=true&timeout=5m", pids);
        assertThat(SudoProcesses.users(living(pids))).containsOnly("0");

        caller.interrupt();

        await().atMost(Duration.ofSeconds(40)).until(() -> ended.get() != null);
        await().atMost(Duration.ofSeconds(40)).until(() -> living(pids).isEmpty());
        assertThat(sudo.calls()).anyMatch(call -> call.contains("kill -s \"$0\" \"$@\" TERM"));
        assertThat(sudo.calls()).anyMatch(call -> call.contains("kill -s \"$0\" \"$@\" KILL"));
    }

    @Test
    void a_script_past_its_timeout_takes_root_s_processes_with_it() throws Exception {
        Path pids = family();
        Thread caller = running("fleet:all?script=family.sh&sudo=true&timeout=6s", pids);

        caller.join();

        assertThat(FleetFixture.failure(ended.get()).failed()).hasSize(1);
        await().atMost(Duration.ofSeconds(40)).until(() -> living(pids).isEmpty());
    }

    @Test
    void a_wrong_user_is_refused_when_the_endpoint_is_made() {
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?sudo=root;id"))
                .hasRootCauseMessage(
                        "sudo 'root;id' is no user's name; write true for root, or a name such as postgres");
        assertThatThrownBy(() -> fleet.camel().getEndpoint("fleet:all?env=upkeepAs"))
                .rootCause()
                .hasMessageContaining("UPKEEP_AS");
    }
}
