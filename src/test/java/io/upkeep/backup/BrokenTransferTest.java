package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.upkeep.run.LogEntry;
import io.upkeep.run.Run;
import io.upkeep.run.RunLog;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.SshHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hosts that fail in the middle of a transfer, either way: what is half is nowhere, and the others' work has ended. */
class BrokenTransferTest extends ConfigurationPipelines {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private RunLog log;

    private final SshHost web = SANDBOX.hosts().host("web-1");
    private final Path large = web.tree().path("app/large");
    private final Path srv = web.tree().path("srv");

    @BeforeEach
    void files_that_take_a_while() throws IOException {
        s3().empty(S3Part.BACKUP_BUCKET);
        jdbc.sql("DELETE FROM backup").update();
        noise(large, 8);
    }

    private static Path noise(Path file, int mebibytes) throws IOException {
        byte[] noise = new byte[mebibytes << 20];
        new Random(7).nextBytes(noise);
        return Files.write(file, noise);
    }

    /** A backup that waits for web-1, which hangs, and has sent so many parts. */
    private Run backUpUntil(int partsStored) {
        SANDBOX.breakPart("web-1", SshHost.HANG);
        Run asked = runs.request(new RunRequest("back-up-files", Map.of(), "test", null));
        await().atMost(Duration.ofMinutes(1)).until(() -> s3().partsStored() == partsStored);
        return asked;
    }

    @AfterEach
    void clear() throws IOException {
        Files.deleteIfExists(large);
        shell(srv, "rm -rf -- *");
    }

    @ParameterizedTest
    @CsvSource({
        SshHost.CUT_OFF + ", the connection broke while the script ran",
        SshHost.KILLED + ", web-1: exit 137",
        SshHost.DIES + ", the connection broke while the script ran"
    })
    void a_host_that_fails_while_it_sends_its_files_leaves_no_backup(String fault, String words) {
        SANDBOX.breakPart("web-1", fault);

        Run run = run("back-up-files", Map.of());

        assertThat(web.state()).as("the fault happened").isNotEqualTo(fault);
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("collect");
        assertThat(run.failure()).contains(words);
        assertThat(stored()).isEmpty();
        assertThat(backups.newest(100))
                .extracting(Backup::state, Backup::bytes)
                .containsExactly(tuple(BackupState.FAILED, 0L));
        assertThat(PLACE.resolve("data/work").resolve(run.id().toString())).doesNotExist();
        assertNothingRunsOnHosts();
        SANDBOX.healAll();
        succeeded(run("back-up-files", Map.of()));
    }

    @Test
    void parts_that_were_sent_before_a_host_failed_are_given_up_with_the_backup() throws IOException {
        Path larger = noise(SANDBOX.hosts().host("api-1").tree().path("app/larger"), 40);
        int before = s3().partsStored();
        try {
            Run asked = backUpUntil(before + 2);
            assertThat(s3().openUploads()).isEqualTo(1);
            SANDBOX.breakPart("web-1", SshHost.DOWN);

            Run run = atRest(asked);

            assertThat(run.state()).as(run.failure()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(run.failedStep()).isEqualTo("collect");
            assertThat(s3().openUploads()).isZero();
            assertThat(stored()).isEmpty();
            SANDBOX.healAll();
            succeeded(run("back-up-files", Map.of()));
            assertThat(s3().partsStored() - before).as("of both, none twice").isEqualTo(2 + 4);
        } finally {
            Files.delete(larger);
        }
    }

    @Test
    void parts_of_a_failed_backup_that_the_store_keeps_are_removed_when_it_answers() throws IOException {
        Path larger = noise(SANDBOX.hosts().host("api-1").tree().path("app/larger"), 20);
        int before = s3().partsStored();
        try {
            Run asked = backUpUntil(before + 1);
            SANDBOX.breakPart("s3", S3Part.REFUSE);
            SANDBOX.breakPart("web-1", SshHost.DOWN);

            Run run = atRest(asked);

            assertThat(run.state()).as(run.failure()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(backups.newest(100))
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.reason()).contains("the store may still have it"));
            SANDBOX.healAll();
            assertThat(s3().openUploads()).isEqualTo(1);
            succeeded(run("expire-backups", Map.of()));
            assertThat(s3().openUploads()).isZero();
        } finally {
            Files.delete(larger);
        }
    }

    /** Of the other hosts, too: their tars, and the names that they have written down. */
    private void assertNothingRunsOnHosts() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("--pax-option=delete=atime"))
                        .findAny()
                        .isEmpty());
    }

    private Map<String, String> toWeb() {
        Run run = succeeded(run("back-up-files", Map.of()));
        Backup backup = backups.newest(100).stream()
                .filter(taken -> taken.run().equals(run.id()))
                .findFirst()
                .orElseThrow();
        return Map.of("backup", backup.id().toString(), "from", "web-1", "host", "web-1", "directory", "/srv/monday");
    }

    private void assertRestored() throws IOException {
        assertThat(srv.resolve("monday/app/large")).hasSameBinaryContentAs(large);
        assertThat(shell(srv, "ls -A")).isEqualTo("monday\n");
        assertNoInputIsLeft();
    }

    /** What a script was to read, before it had all of it. */
    private void assertNoInputIsLeft() {
        assertThat(shell(web.tree().path("home/upkeep"), "find . -type f -size +9 -name 'in*'"))
                .isEmpty();
    }

    @Test
    void a_connection_that_breaks_while_files_come_to_a_host_is_made_again() throws IOException {
        Map<String, String> wish = toWeb();
        SANDBOX.breakPart("web-1", SshHost.CUT_OFF);

        succeeded(run("restore-files-to-host", wish));

        assertThat(web.state()).as("the fault happened").isEqualTo("healthy");
        assertRestored();
    }

    private void awaitLine(Run run, String... words) {
        RunLog.Choice all = new RunLog.Choice(null, null, null);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(log.read(run.id(), all, 0, 200))
                        .extracting(LogEntry::text)
                        .anySatisfy(text -> assertThat(text).contains(words)));
    }

    @Test
    void a_host_that_is_gone_while_files_come_to_it_has_nothing_of_it_until_it_is_back() throws IOException {
        Map<String, String> wish = toWeb();
        SANDBOX.breakPart("web-1", SshHost.DIES);

        Run asked = runs.request(new RunRequest("restore-files-to-host", wish, "test", null));
        await().atMost(Duration.ofMinutes(1)).until(() -> web.state().equals(SshHost.DOWN));
        assertThat(shell(srv, "ls -A")).isEmpty();
        awaitLine(asked, "Upkeep: the connection broke while the script ran", "it is looked for");
        SANDBOX.healAll();

        succeeded(atRest(asked));
        awaitLine(asked, "Upkeep: it is there again");
        assertRestored();
    }

    @Test
    void a_host_whose_script_is_killed_while_files_come_to_it_has_nothing_of_them() {
        Map<String, String> wish = toWeb();
        SANDBOX.breakPart("web-1", SshHost.KILLED);

        Run run = run("restore-files-to-host", wish);

        assertThat(web.state()).as("the fault happened").isEqualTo("healthy");
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("restore");
        assertThat(shell(srv, "ls -A")).isEmpty();
        assertNoInputIsLeft();
        assertThat(List.of("var/lib/upkeep/" + run.id() + "/files"))
                .noneMatch(left -> Files.exists(web.tree().path(left)));
    }
}
