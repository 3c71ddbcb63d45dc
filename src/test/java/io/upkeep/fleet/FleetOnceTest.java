package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Work of steps: started at most once on each host, found again by whoever owns the run. */
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time, each for hosts of its own
class FleetOnceTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    FleetFixture fleet;
    FleetFixture other;
    Path journal;
    Path gate;

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 2);
        other = fleet.anotherNode();
        journal = Files.createFile(directory.resolve("journal"));
        gate = directory.resolve("gate");
        fleet.script("quick.sh", "echo $HOST >>" + journal + "; echo out; echo err >&2");
        fleet.script(
                "gated.sh",
                "echo $HOST >>" + journal + "; echo before; echo careful >&2; until [ -e " + gate
                        + " ]; do sleep 0.1; done; echo after; exit 7");
    }

    @AfterEach
    void close() throws Exception {
        Files.deleteIfExists(gate);
        Files.createFile(gate);
        await().atMost(SOON).until(() -> supervisors().isEmpty());
        other.close();
        fleet.close();
    }

    private List<String> ran() throws Exception {
        return Files.readAllLines(journal);
    }

    /** In a thread of its own: tests run beside each other, and the common pool has as few as the machine has processors. */
    private static CompletableFuture<Exchange> beside(FleetFixture owner, String uri, String token) {
        return CompletableFuture.supplyAsync(() -> owner.step(uri, token), task -> new Thread(task, "owner").start());
    }

    private CompletableFuture<Exchange> started(FleetFixture owner, String uri, String token) {
        CompletableFuture<Exchange> running = beside(owner, uri, token);
        await().atMost(SOON).until(() -> !ran().isEmpty());
        return running;
    }

    private static HostOutcome only(Exchange exchange) {
        return FleetFixture.failure(exchange).outcomes().get(0);
    }

    @Test
    void a_step_gets_output_and_exit_code_as_without_a_record() throws Exception {
        Exchange exchange = fleet.step("fleet:label:api?script=quick.sh", "run-1/1/RUN/deploy");

        assertThat(FleetFixture.of(exchange, "api-2"))
                .containsEntry("exit", 0)
                .containsEntry("stdout", "out\n")
                .containsEntry("stderr", "err\n");
        assertThat(ran()).containsExactlyInAnyOrder("api-1", "api-2");
        assertThat(fleet.lines).contains("api-1 STDERR err").noneMatch(line -> line.contains("@upkeep"));
        assertThat(fleet.host(1).root().resolve(".upkeep")).isDirectory();
    }

    @Test
    void the_next_owner_gets_the_result_of_what_had_ended_and_nothing_runs_again() throws Exception {
        fleet.step("fleet:label:api?script=quick.sh", "run-1/1/RUN/deploy");
        assertThat(ran()).hasSize(2);

        Exchange again = other.step("fleet:label:api?script=quick.sh", "run-1/2/RUN/deploy");

        assertThat(FleetFixture.of(again, "api-1"))
                .containsEntry("stdout", "out\n")
                .containsEntry("stderr", "err\n");
        assertThat(ran()).hasSize(2);
    }

    @Test
    void the_same_script_called_twice_in_a_step_runs_twice_and_so_does_a_new_attempt() throws Exception {
        fleet.step("fleet:name:api-1?script=quick.sh", "run-1/1/RUN/deploy");
        fleet.step("fleet:name:api-1?script=quick.sh", "run-1/1/RUN/deploy");
        fleet.step("fleet:name:api-1?script=quick.sh", "run-1/1/RUN/deploy~2");

        assertThat(ran()).hasSize(3);
    }

    @Test
    void a_host_that_dies_in_the_middle_is_not_looked_for_as_long_as_its_script_might_have_taken() throws Exception {
        try (FleetFixture node = fleet.impatientNode(null, Duration.ofSeconds(1))) {
            CompletableFuture<Exchange> running =
                    started(node, "fleet:name:api-1?script=gated.sh&timeout=5m", "run-1/1/RUN/deploy");

            fleet.host(1).close();

            HostOutcome.Unknown unknown = (HostOutcome.Unknown) only(running.get());
            assertThat(unknown.what()).contains("refused the connection", "it was not reached again in time");
            assertThat(unknown.next()).contains("the script may still run there");
            assertThat(unknown.took()).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void of_two_owners_that_race_only_one_executes() throws Exception {
        for (int round = 1; round <= 25; round++) {
            String run = "race-" + round;
            int epoch = round % 2 + 1; // every other time the second is newer
            CompletableFuture<Exchange> first =
                    beside(fleet, "fleet:name:api-1?script=quick.sh", run + "/1/RUN/deploy");
            CompletableFuture<Exchange> second =
                    beside(other, "fleet:name:api-1?script=quick.sh", run + "/" + epoch + "/RUN/deploy");

            assertThat(FleetFixture.of(second.get(), "api-1")).containsEntry("stdout", "out\n");
            if (first.get().getException() == null) {
                assertThat(FleetFixture.of(first.get(), "api-1")).containsEntry("stdout", "out\n");
            } else {
                assertThat(((HostOutcome.Failed) only(first.get())).kind()).isEqualTo(FaultKind.STALE);
            }
            assertThat(ran()).hasSize(round);
        }
    }

    @Test
    void an_older_owner_is_refused_also_at_steps_the_newer_never_came_to() throws Exception {
        other.step("fleet:name:api-1?script=quick.sh", "run-1/5/ROLLBACK/undo-deploy");
        assertThat(ran()).hasSize(1);

        Exchange late = fleet.step("fleet:name:api-1?script=quick.sh", "run-1/4/RUN/deploy");

        HostOutcome.Failed failed = (HostOutcome.Failed) only(late);
        assertThat(failed.kind()).isEqualTo(FaultKind.STALE);
        assertThat(failed.exit()).isEqualTo(76);
        assertThat(failed.what()).contains("a newer owner (epoch 5) of this run has been there");
        assertThat(ran()).hasSize(1);
    }

    @Test
    void a_connection_that_breaks_is_made_again_and_the_script_goes_on() throws Exception {
        CompletableFuture<Exchange> running =
                started(fleet, "fleet:name:api-1?script=gated.sh&timeout=60s", "run-1/1/RUN/deploy");
        await().atMost(SOON).until(() -> fleet.lines.contains("api-1 STDOUT before"));
        fleet.host(1).cut();
        await().atMost(SOON).until(() -> fleet.host(1).logins.get() == 2);

        Files.createFile(gate);

        HostOutcome.Failed failed = (HostOutcome.Failed) only(running.get());
        assertThat(failed.exit()).isEqualTo(7);
        assertThat(failed.stdout()).isEqualTo("before\nafter\n");
        assertThat(failed.stderr()).isEqualTo("careful\n");
        assertThat(ran()).hasSize(1);
        assertThat(fleet.lines).containsOnlyOnce("api-1 STDOUT before", "api-1 STDOUT after", "api-1 STDERR careful");
        assertThat(fleet.lines)
                .as("what the step waits for is told meanwhile")
                .anyMatch(line -> line.startsWith("api-1 STDERR Upkeep: the connection broke while the script ran")
                        && line.matches(".*it is looked for for up to \\d+ s .*"))
                .containsOnlyOnce("api-1 STDERR Upkeep: it is there again");
    }

    @Test
    void work_that_outlives_its_controller_is_found_again_by_the_next_owner() throws Exception {
        CompletableFuture<Exchange> running =
                started(fleet, "fleet:name:api-1?script=gated.sh&timeout=60s", "run-1/1/RUN/deploy");
        fleet.camel().stop();
        assertThat(running.get().getException()).isNotNull();
        // the host learns of it a moment later
        await().atMost(SOON).until(() -> fleet.host(1).sessions() == 0);

        CompletableFuture<Exchange> next =
                beside(other, "fleet:name:api-1?script=gated.sh&timeout=60s", "run-1/2/RUN/deploy");
        await().atMost(SOON).until(() -> other.lines.contains("api-1 STDOUT before"));
        Files.createFile(gate);

        HostOutcome.Failed failed = (HostOutcome.Failed) only(next.get());
        assertThat(failed.exit()).isEqualTo(7);
        assertThat(failed.stdout()).isEqualTo("before\nafter\n");
        assertThat(ran()).hasSize(1);
    }

    @Test
    void the_rollback_waits_until_what_an_earlier_owner_left_running_has_ended() throws Exception {
        CompletableFuture<Exchange> running =
                started(fleet, "fleet:name:api-1?script=gated.sh&timeout=60s", "run-1/1/RUN/deploy");
        fleet.camel().stop();
        running.get();
        fleet.script("undo.sh", "echo undone >>" + journal);

        Exchange early = other.step("fleet:name:api-1?script=undo.sh&timeout=12s", "run-1/2/ROLLBACK/undo-deploy");
        Files.createFile(gate);
        Exchange later = other.step("fleet:name:api-1?script=undo.sh&timeout=60s", "run-1/2/ROLLBACK/undo-deploy~2");

        HostOutcome.Failed failed = (HostOutcome.Failed) only(early);
        assertThat(failed.kind()).isEqualTo(FaultKind.BUSY);
        // of the last try, which may be the one that time ran out for
        assertThat(failed.exit()).isIn(75, null);
        assertThat(failed.what()).contains("still works on 'deploy-");
        assertThat(later.getException()).isNull();
        assertThat(ran()).containsExactly("api-1", "undone");
    }

    @Test
    void a_host_that_restarts_during_a_step_is_unknown_never_a_success() throws Exception {
        CompletableFuture<Exchange> running =
                started(fleet, "fleet:name:api-1?script=gated.sh&timeout=60s", "run-1/1/RUN/deploy");
        await().atMost(SOON).until(() -> fleet.lines.contains("api-1 STDOUT before"));

        fleet.host(1).boot("22222222-2222-2222-2222-222222222222");
        fleet.host(1).cut();

        HostOutcome.Unknown unknown = (HostOutcome.Unknown) only(running.get());
        assertThat(unknown.what()).isEqualTo("was restarted while the script ran");
        assertThat(FleetFixture.failure(running.get()))
                .hasMessageContaining("1 of 1 targets UNKNOWN:\napi-1: UNKNOWN: was restarted");
        assertThat(ran()).hasSize(1);
    }

    @Test
    void a_host_that_lost_its_record_is_unknown() throws Exception {
        CompletableFuture<Exchange> running =
                started(fleet, "fleet:name:api-1?script=gated.sh&timeout=60s", "run-1/1/RUN/deploy");
        await().atMost(SOON).until(() -> fleet.lines.contains("api-1 STDOUT before"));

        Files.move(fleet.host(1).root().resolve(".upkeep/run-1"), directory.resolve("away"));
        fleet.host(1).cut();

        assertThat(((HostOutcome.Unknown) only(running.get())).what()).contains("lost its record");
        assertThat(ran()).hasSize(1);
    }

    @Test
    void a_host_that_is_not_reached_again_in_time_is_unknown() throws Exception {
        CompletableFuture<Exchange> running =
                started(fleet, "fleet:name:api-1?script=gated.sh&timeout=4s", "run-1/1/RUN/deploy");

        fleet.host(1).close();

        assertThat(((HostOutcome.Unknown) only(running.get())).what()).contains("not reached again in time");
    }

    @Test
    void work_that_was_killed_on_its_host_is_unknown() throws Exception {
        CompletableFuture<Exchange> running =
                started(fleet, "fleet:name:api-1?script=gated.sh&timeout=60s", "run-1/1/RUN/deploy");
        await().atMost(SOON).until(() -> supervisors().size() == 1);

        supervisors().get(0).destroyForcibly();

        assertThat(((HostOutcome.Unknown) only(running.get())).what()).contains("ended there without an exit code");
    }

    /** The processes that look after scripts, as the hosts have noted them, as far as they live. */
    private List<ProcessHandle> supervisors() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("pid\\.\\d+"))
                    .flatMap(name -> ProcessHandle.of(Long.parseLong(name.substring(4))).stream())
                    .filter(FleetOnceTest::runs)
                    .toList();
        } catch (UncheckedIOException changing) {
            return List.of(ProcessHandle.current());
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

    @Test
    void a_body_is_the_script_s_standard_input_whole_or_not_at_all() throws Exception {
        fleet.script("count.sh", "wc -c | tr -d ' '");
        String uri = "fleet:label:api?input=body&script=count.sh";

        Exchange whole = fleet.send(uri, given -> {
            given.setProperty(StepToken.PROPERTY, "run-1/1/RUN/send");
            given.getMessage().setBody("line\n".repeat(50_000));
        });

        assertThat(FleetFixture.of(whole, "api-1")).containsEntry("stdout", "250000\n");
        assertThat(FleetFixture.of(whole, "api-2")).containsEntry("stdout", "250000\n");
    }

    @Test
    void a_connection_that_breaks_while_the_body_is_read_is_made_again() throws Exception {
        fleet.script("count.sh", "wc -c | tr -d ' '");
        Halfway body = new Halfway(new AtomicInteger());
        FutureTask<Exchange> sends =
                new FutureTask<>(() -> fleet.send("fleet:name:api-1?input=body&script=count.sh", given -> {
                    given.setProperty(StepToken.PROPERTY, "run-1/1/RUN/send");
                    given.getMessage().setBody(body);
                }));
        new Thread(sends).start();
        assertThat(body.awaitsMore.await(1, TimeUnit.MINUTES)).isTrue();

        fleet.host(1).cut();

        assertThat(FleetFixture.of(sends.get(2, TimeUnit.MINUTES), "api-1")).containsEntry("stdout", "250000\n");
        assertThat(body.wasInterrupted).as("the fault happened").isTrue();
    }

    @Test
    void a_host_that_freezes_while_it_is_sent_more_than_it_takes_is_noticed_and_told_of() throws Exception {
        fleet.script("count.sh", "wc -c | tr -d ' '");
        byte[] body = new byte[24 << 20];
        Path spool = fleet.host(1).root().resolve(".upkeep/run-1");
        try (FleetFixture node = fleet.impatientNode(Duration.ofMillis(300), null)) {
            FutureTask<Exchange> sends = new FutureTask<>(() ->
                    node.send("fleet:name:api-1?input=body&script=count.sh&timeout=2m", given -> {
                        given.setProperty(StepToken.PROPERTY, "run-1/1/RUN/send");
                        given.getMessage().setBody(body);
                    }));
            new Thread(sends).start();
            await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() -> hasSome(spool));

            fleet.host(1).freeze();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(node.lines)
                            .anyMatch(line ->
                                    line.startsWith("api-1 STDERR Upkeep: the connection broke while the script ran")));
            assertThat(FleetFixture.of(sends.get(2, TimeUnit.MINUTES), "api-1"))
                    .as("it is sent again, whole")
                    .containsEntry("stdout", body.length + "\n");
        }
    }

    private static boolean hasSome(Path run) throws IOException {
        if (!Files.isDirectory(run)) {
            return false;
        }
        try (Stream<Path> files = Files.list(run)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("in.")
                    && file.toFile().length() > 0);
        }
    }

    /** A body of 250,000 bytes, of which the first reader gets half, and waits for the rest as for a disk. */
    private static final class Halfway extends InputStream implements StreamCache {

        private static final int LENGTH = 250_000;

        private final CountDownLatch awaitsMore = new CountDownLatch(1);
        private final AtomicInteger copies;
        private volatile boolean wasInterrupted;
        private int left = LENGTH;

        Halfway(AtomicInteger copies) {
            this.copies = copies;
        }

        @Override
        public StreamCache copy(Exchange exchange) {
            return copies.incrementAndGet() == 1 ? this : new Halfway(copies);
        }

        @Override
        public int read() throws IOException {
            throw new IOException("it is read in blocks");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (copies.get() == 1 && left <= LENGTH / 2) {
                stall();
            }
            int read = Math.min(length, left);
            left -= read;
            return read == 0 ? -1 : read;
        }

        private void stall() throws IOException {
            awaitsMore.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                wasInterrupted = true;
                throw new ClosedByInterruptException();
            }
        }

        @Override
        public void writeTo(OutputStream to) throws IOException {
            transferTo(to);
        }

        @Override
        public void reset() {
            left = LENGTH;
        }

        @Override
        public boolean inMemory() {
            return true;
        }

        @Override
        public long length() {
            return LENGTH;
        }

        @Override
        public long position() {
            return (long) LENGTH - left;
        }
    }

    @Test
    void a_host_without_what_it_takes_says_so_and_runs_nothing() throws Exception {
        fleet.host(1).lacks("flock");

        HostOutcome.Failed failed =
                (HostOutcome.Failed) only(fleet.step("fleet:name:api-1?script=quick.sh", "run-1/1/RUN/deploy"));

        assertThat(failed.kind()).isEqualTo(FaultKind.NOT_PREPARED);
        assertThat(failed.what()).startsWith("has no 'flock'");
        assertThat(ran()).isEmpty();
    }

    @Test
    void a_place_that_cannot_be_written_to_is_told_and_nothing_runs() throws Exception {
        Files.createFile(fleet.host(1).root().resolve(".upkeep"));

        HostOutcome.Failed failed =
                (HostOutcome.Failed) only(fleet.step("fleet:name:api-1?script=quick.sh", "run-1/1/RUN/deploy"));

        assertThat(failed.kind()).isEqualTo(FaultKind.NOT_PREPARED);
        assertThat(failed.next()).contains("upkeep.ssh.state-directory");
        assertThat(ran()).isEmpty();
    }

    @Test
    void scripts_that_only_read_leave_nothing_on_the_host() throws Exception {
        fleet.step("fleet:name:api-1?script=quick.sh&once=false", "run-1/1/RUN/look");

        assertThat(ran()).hasSize(1);
        assertThat(fleet.host(1).root().resolve(".upkeep")).doesNotExist();
    }
}
