package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetFaultTest {

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

    private static HostOutcome.Failed only(Exchange exchange) {
        List<HostOutcome.Failed> failed = FleetFixture.failure(exchange).failed();
        assertThat(failed).hasSize(1);
        return failed.get(0);
    }

    /** A place on the "host" where a script leaves proof that it ran. */
    private Path mark(String name) {
        return directory.resolve(name);
    }

    @Test
    void a_non_zero_exit_fails_its_target_and_keeps_what_the_others_did() throws Exception {
        fleet.script(
                "one.sh",
                "if mkdir " + mark("taken") + " 2>/dev/null; then echo 'no space' >&2; exit 3; fi; echo fine");

        Exchange exchange = fleet.run("fleet:label:api?script=one.sh", null);

        FleetFailed failure = FleetFixture.failure(exchange);
        HostOutcome.Failed failed = only(exchange);
        assertThat(mark("taken")).isDirectory();
        assertThat(failed.exit()).isEqualTo(3);
        assertThat(failure)
                .hasMessageContaining("fleet:label:api one.sh: 1 of 3 targets failed")
                .hasMessageContaining(failed.host() + ": exit 3, stderr ends with: no space; ");
        assertThat(failure.outcomes())
                .hasSize(3)
                .filteredOn(HostOutcome.Succeeded.class::isInstance)
                .hasSize(2);
        assertThat(failure.result()).containsOnlyKeys("api-1", "api-2", "api-3");
    }

    @Test
    void an_end_without_exit_status_is_a_failure() {
        HostOutcome.Failed failed = only(fleet.run("fleet:name:api-1", SshdHost.ENDS_WITHOUT_STATUS));

        assertThat(failed.kind()).isEqualTo(FaultKind.NO_EXIT_STATUS);
        assertThat(failed.exit()).isNull();
    }

    @Test
    void an_unknown_host_key_is_refused_and_says_how_to_add_it() throws Exception {
        Files.writeString(fleet.knownHosts, fleet.host(1).knownHostsLine());

        HostOutcome.Failed failed = only(fleet.run("fleet:name:api-1,name:api-2", "touch " + mark("ran")));

        assertThat(failed.host()).isEqualTo("api-2");
        assertThat(failed.kind()).isEqualTo(FaultKind.HOST_KEY_UNKNOWN);
        assertThat(failed.what())
                .contains("its host key ecdsa-sha2-nistp256 SHA256:")
                .contains("has none for [127.0.0.1]:" + fleet.host(2).port());
        assertThat(failed.next()).contains("ssh-keyscan -p " + fleet.host(2).port() + " 127.0.0.1");
        assertThat(fleet.host(2).logins).hasValue(0);
        assertThat(fleet.knownHosts).hasContent(fleet.host(1).knownHostsLine());
    }

    @Test
    void a_key_counts_as_soon_as_it_is_added() throws Exception {
        Files.writeString(fleet.knownHosts, "");
        assertThat(only(fleet.run("fleet:name:api-1", "true")).kind()).isEqualTo(FaultKind.HOST_KEY_UNKNOWN);

        Files.writeString(fleet.knownHosts, fleet.host(1).knownHostsLine());

        assertThat(fleet.run("fleet:name:api-1", "true").getException()).isNull();
    }

    @Test
    void a_changed_host_key_is_refused() throws Exception {
        Files.writeString(fleet.knownHosts, fleet.host(1).knownHostsLine(SshdHost.keyPair()));

        HostOutcome.Failed failed = only(fleet.run("fleet:name:api-1", "touch " + mark("ran")));

        assertThat(failed.kind()).isEqualTo(FaultKind.HOST_KEY_CHANGED);
        assertThat(failed.what()).contains("is not the pinned one").contains("SHA256:");
        assertThat(mark("ran")).doesNotExist();
        assertThat(fleet.host(1).logins).hasValue(0);
    }

    @Test
    void a_hung_script_ends_within_its_deadline() {
        long started = System.nanoTime();

        HostOutcome.Failed failed =
                only(fleet.run("fleet:name:api-1?timeout=1500ms", "touch " + mark("ran") + "; trap '' TERM; sleep 60"));

        assertThat(mark("ran")).exists();
        assertThat(failed.kind()).isEqualTo(FaultKind.TIMEOUT);
        assertThat(failed.what()).contains("timeout=1500ms");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(ofMillis(1500), ofMillis(2500));
    }

    private static Duration ofMillis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void a_host_that_accepts_and_then_says_nothing_ends_within_its_deadline() {
        fleet.host(1).mute();
        long started = System.nanoTime();

        HostOutcome.Failed failed = only(fleet.run("fleet:name:api-1?timeout=1s", "true"));

        assertThat(fleet.host(1).mutedConnections()).isPositive();
        assertThat(failed.kind()).isEqualTo(FaultKind.UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(ofMillis(2000));
    }

    @Test
    void a_host_that_is_down_is_named_with_its_address() throws Exception {
        fleet.host(1).close();

        HostOutcome.Failed failed = only(fleet.run("fleet:label:api", "true"));

        assertThat(failed.host()).isEqualTo("api-1");
        assertThat(failed.kind()).isEqualTo(FaultKind.UNREACHABLE);
        assertThat(failed.what()).contains("ssh://127.0.0.1:").contains("refused the connection");
    }

    @Test
    void a_connection_that_breaks_while_the_script_runs_fails_its_target() throws Exception {
        CompletableFuture<Exchange> running = CompletableFuture.supplyAsync(
                () -> fleet.run("fleet:name:api-1?timeout=30s", "touch " + mark("ran") + "; sleep 20"),
                task -> new Thread(task, "run").start());
        await().until(() -> Files.exists(mark("ran")));

        fleet.host(1).cut();

        HostOutcome.Failed failed = only(running.get());
        assertThat(failed.kind()).isEqualTo(FaultKind.CONNECTION_LOST);
        assertThat(failed.what())
                .startsWith("the connection broke while the script ran")
                .doesNotContain("null", "Future", "Exception");
        assertThat(failed.took()).isLessThan(Duration.ofSeconds(15));
        assertThat(fleet.run("fleet:name:api-1", "true").getException()).isNull();
    }

    @Test
    void a_host_that_freezes_while_a_silent_script_runs_is_noticed_long_before_the_scripts_time_is_over()
            throws Exception {
        try (FleetFixture node = fleet.impatientNode(Duration.ofMillis(200), null)) {
            CompletableFuture<Exchange> running = CompletableFuture.supplyAsync(
                    () -> node.run("fleet:name:api-1?timeout=60s", "touch " + mark("ran") + "; sleep 5"),
                    task -> new Thread(task, "run").start());
            await().until(() -> Files.exists(mark("ran")));

            fleet.host(1).freeze();

            HostOutcome.Failed failed = only(running.get());
            assertThat(failed.kind()).isEqualTo(FaultKind.CONNECTION_LOST);
            assertThat(failed.what()).doesNotContain("null", "Future", "Exception");
            assertThat(failed.took()).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void a_command_that_ended_well_without_having_begun_is_sent_again() throws Exception {
        fleet.host(1).swallowed.set(2);
        assertThat(FleetFixture.of(fleet.run("fleet:name:api-1?timeout=30s", "echo done"), "api-1"))
                .containsEntry("stdout", "done\n");

        fleet.host(1).swallowed.set(2);
        fleet.script("note.sh", "echo done >>\"$ROOT/journal\"");
        Exchange step = fleet.step("fleet:name:api-1?script=note.sh&timeout=30s", "run-1/1/RUN/deploy");
        assertThat(step.getException()).isNull();
        assertThat(fleet.host(1).root().resolve("journal")).hasContent("done");

        fleet.host(1).swallowed.set(3);
        HostOutcome.Failed failed = only(fleet.run("fleet:name:api-1?timeout=30s", "echo done"));
        assertThat(failed.kind()).isEqualTo(FaultKind.UNHEARD);
        assertThat(failed.what()).contains("never said that it had begun");
    }

    @Test
    void a_script_that_is_silent_for_its_whole_time_is_not_ended_by_signs_of_life() throws Exception {
        try (FleetFixture node = fleet.impatientNode(Duration.ofMillis(400), Duration.ofMillis(1))) {
            assertThat(node.run("fleet:name:api-1?timeout=60s", "sleep 3; echo done")
                            .getException())
                    .isNull();
        }
    }

    @Test
    void a_script_that_hangs_is_ended_when_it_printed_nothing_for_as_long_as_it_may() throws Exception {
        HostOutcome.Failed failed =
                only(fleet.run("fleet:name:api-1?timeout=60s&silence=1s", "echo one; sleep 0.7; echo two; sleep 20"));

        assertThat(failed.kind()).isEqualTo(FaultKind.TIMEOUT);
        assertThat(failed.what()).contains("sent nothing for silence=1000ms");
        assertThat(failed.stdout()).isEqualTo("one\ntwo\n");
        assertThat(failed.took()).isBetween(ofMillis(1500), ofMillis(5000));
        assertThat(fleet.run(
                                "fleet:name:api-1?timeout=60s&silence=2s",
                                "for n in 1 2 3 4 5 6; do sleep 0.4; echo $n >&2; done")
                        .getException())
                .as("what goes on printing may take longer")
                .isNull();
    }

    @Test
    void binary_output_is_refused_as_text() {
        for (String binary : List.of("printf '\\377\\376'", "printf 'a\\000b'")) {
            HostOutcome.Failed failed = only(fleet.run("fleet:name:api-1", binary));

            assertThat(failed.kind()).isEqualTo(FaultKind.OUTPUT_NOT_TEXT);
            assertThat(failed.what()).contains("binary data to stdout");
            assertThat(failed.next()).contains("output=file");
        }
    }

    @Test
    void a_script_too_long_for_a_host_is_refused_before_anything_runs() {
        Exchange exchange = fleet.run("fleet:all", "x".repeat(101 * 1024));

        assertThat(exchange.getException()).hasMessageContaining("is larger than 100 KiB");
        assertThat(fleet.host(1).logins).hasValue(0);
    }

    @Test
    void input_that_breaks_in_the_middle_fails_its_target() throws Exception {
        fleet.script("read.sh", "cat > " + mark("got"));
        InputStream breaks =
                new SequenceInputStream(new ByteArrayInputStream(new byte[40_000]), InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        int read = super.read(bytes, offset, length);
                        if (read < 0) {
                            throw new IOException("disk error");
                        }
                        return read;
                    }
                };

        HostOutcome.Failed failed = only(fleet.run("fleet:name:api-1?script=read.sh&input=body", breaks));

        assertThat(failed.kind()).isEqualTo(FaultKind.INPUT_UNREADABLE);
        assertThat(failed.what()).contains("got only a part of its input").contains("disk error");
    }

    @Test
    void a_secret_is_never_shown() throws Exception {
        fleet.script("leak.sh", "echo \"out $DB_PASSWORD\"; echo \"err $DB_PASSWORD\" >&2; exit $WITH");

        Exchange failing = fleet.send("fleet:name:api-1?script=leak.sh&env=dbPassword,with", given -> {
            given.setVariable("dbPassword", "hunter2-hunter2");
            given.setVariable("with", 1);
        });
        Exchange good = fleet.send("fleet:name:api-1?script=leak.sh&env=dbPassword,with", given -> {
            given.setVariable("dbPassword", "hunter2-hunter2");
            given.setVariable("with", 0);
        });

        assertThat(FleetFixture.failure(failing)).hasMessageContaining("err ***");
        assertThat(FleetFixture.failure(failing).result().toString()).doesNotContain("hunter2");
        assertThat(FleetFixture.of(good, "api-1")).containsEntry("stdout", "out ***\n");
        assertThat(fleet.lines).contains("api-1 STDOUT out ***").noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void an_interrupt_closes_the_channels() throws Exception {
        AtomicReference<Exchange> ended = new AtomicReference<>();
        Thread caller = new Thread(
                () -> ended.set(fleet.run("fleet:label:api?timeout=60s", "touch " + mark("ran-") + "$HOST; sleep 50")));
        caller.start();
        await().until(() -> fleet.hosts.stream()
                .allMatch(host -> Files.exists(mark("ran-" + host.target().name()))));

        caller.interrupt();

        await().atMost(Duration.ofSeconds(10)).until(() -> ended.get() != null);
        assertThat(ended.get().getException())
                .isInstanceOf(FleetStopped.class)
                .hasMessageStartingWith(
                        "fleet:label:api was interrupted (cancelled):\napi-1: UNKNOWN: the connection is")
                .hasMessageContaining("it keeps no record (once=false)");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(fleet.hosts).allMatch(host -> host.sessions() == 0));
    }
}
