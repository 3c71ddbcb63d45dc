package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.Plans;
import io.upkeep.pipeline.RunPlan;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.SshHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The files of one host come to another one, into a directory of their own, or nothing is there afterwards. */
class RestoreFilesToHostTest extends ConfigurationPipelines {

    private static final String MODES_AND_SUMS =
            "find . -type f | sort | xargs sha256sum; find . -mindepth 1 -printf '%m %p %l\\n' | sort";

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Plans plans;

    @Autowired
    private HostRestoration restoration;

    private final Path srv = SANDBOX.hosts().host("web-1").tree().path("srv");
    private Backup backup;

    @BeforeEach
    void back_up() {
        s3().empty(S3Part.BACKUP_BUCKET);
        jdbc.sql("DELETE FROM backup").update();
        Run run = succeeded(run("back-up-files", Map.of()));
        backup = backups.newest(100).stream()
                .filter(taken -> taken.run().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void clear() {
        shell(srv, "rm -rf -- *");
    }

    private Map<String, String> wish(String from, String host, String directory) {
        return Map.of("backup", backup.id().toString(), "from", from, "host", host, "directory", directory);
    }

    private Run restore(String from, String host, String directory) {
        return run("restore-files-to-host", wish(from, host, directory));
    }

    private void assertNothingIsThere(Run run) {
        assertThat(shell(srv, "ls -A")).isEmpty();
        assertThat(SANDBOX.hosts().host("web-1").tree().path("var/lib/upkeep/" + run.id() + "/files"))
                .doesNotExist();
    }

    @Test
    void the_files_of_a_host_come_to_a_new_directory_of_another_as_they_were() {
        Run run = succeeded(restore("api-1", "web-1", "/srv/monday"));

        Path before = SANDBOX.hosts().host("api-1").tree().path("app");
        assertThat(shell(srv.resolve("monday/app"), MODES_AND_SUMS))
                .isNotBlank()
                .isEqualTo(shell(before, MODES_AND_SUMS));
        assertThat(shell(srv, "ls -A")).isEqualTo("monday\n");
        assertThat(SANDBOX.hosts().host("web-1").tree().path("var/lib/upkeep/" + run.id() + "/files"))
                .doesNotExist();
    }

    @Test
    void a_plan_says_host_and_directory_and_changes_nothing() {
        RunPlan plan = plans.of(
                new RunRequest("restore-files-to-host", wish("api-1", "web-1", "/srv/monday"), "person:eve", null));

        RunPlan.PlannedStep look = plan.steps().get(0);
        assertThat(look.outcome()).isEqualTo("ok");
        assertThat(look.says())
                .isEqualTo("the files of api-1 in backup %s come to web-1, into /srv/monday".formatted(backup.id()));
        assertThat(plan.steps())
                .flatExtracting(RunPlan.PlannedStep::calls)
                .filteredOn(call -> call.endpoint().startsWith("fleet:"))
                .extracting(RunPlan.Call::hosts)
                .containsOnly(List.of("web-1"));
        assertThat(shell(srv, "ls -A")).isEmpty();
    }

    @Test
    void nothing_is_written_over_what_is_there_but_an_empty_directory_will_do() throws IOException {
        Files.createDirectories(srv.resolve("monday"));
        Files.writeString(srv.resolve("monday/mine"), "x");

        Run refused = restore("api-1", "web-1", "/srv/monday");

        assertThat(refused.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(refused.failedStep()).isEqualTo("look");
        assertThat(refused.failure())
                .contains("/srv/monday is not empty")
                .as("an undone run cannot be resumed")
                .endsWith("then try again: resume the run if it waits for a person, otherwise ask for it anew");
        assertThat(shell(srv, "find . -type f")).isEqualTo("./monday/mine\n");
        Files.delete(srv.resolve("monday/mine"));
        succeeded(restore("api-1", "web-1", "/srv/monday"));
        assertThat(srv.resolve("monday/app")).isDirectory();
    }

    @Test
    void a_host_or_directory_that_is_none_is_refused_when_it_is_asked_for() {
        Map<List<String>, String> wrong = Map.of(
                List.of("api-9", "/srv/monday"), "input 'host': 'api-9' is not a host, one of api-1, api-2",
                List.of("database", "/srv/monday"), "input 'host': 'database' is not a host",
                List.of("web-1", "srv/monday"),
                        "input 'directory': 'srv/monday' is not a full path of two names or more; write for example directory=/srv/monday",
                List.of("web-1", "/etc"), "'/etc' is not a full path of two names or more",
                List.of("web-1", "/srv/../etc"), "is not a full path");
        long before = asked();
        wrong.forEach((wish, reason) -> assertThatThrownBy(() -> restore("api-1", wish.get(0), wish.get(1)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining(reason));
        assertThat(asked()).isEqualTo(before);
    }

    /** Whatever the route declares. */
    @Test
    void a_host_or_directory_that_is_none_is_refused_before_anything_is_fetched() {
        assertThatThrownBy(() -> restoration.look("id", "api-1", "database", "/srv/monday"))
                .hasMessageContaining("'database' is no host; write one of [api-1, api-2");
        assertThatThrownBy(() -> restoration.look("id", "api-1", "web-1", "/srv/../etc"))
                .hasMessageContaining("is no directory to restore to");
    }

    @Test
    void a_directory_whose_parent_is_not_there_is_refused_by_the_host() {
        Run run = restore("api-1", "web-1", "/srv/none/monday");

        assertThat(run.failedStep()).isEqualTo("look");
        assertThat(run.failure()).contains("/srv/none is not there");
    }

    private long asked() {
        return jdbc.sql("SELECT count(*) FROM run WHERE pipeline = 'restore-files-to-host'")
                .query(Long.class)
                .single();
    }

    @Test
    void a_host_that_the_backup_does_not_have_is_named_with_those_it_has() {
        long before = asked();

        assertThatThrownBy(() -> restore("api-7", "web-1", "/srv/monday"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageStartingWith(
                        "backup %s of files has no files of 'api-7'; it has those of api-1, api-2", backup.id())
                .hasMessageEndingWith("write for example from=api-1 (upkeep restore: --of api-1)");

        assertThat(asked()).isEqualTo(before);
    }

    @Test
    void a_host_that_a_backup_of_before_does_not_have_is_told_by_its_manifest() {
        jdbc.sql("UPDATE backup SET hosts = NULL").update();

        Run run = restore("api-7", "web-1", "/srv/monday");

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failure()).contains("no files of 'api-7'; it has those of [api-1, api-2");
        assertNothingIsThere(run);
    }

    @Test
    void the_beginning_of_a_backups_id_is_enough_and_one_that_there_is_not_is_refused() {
        Map<String, String> wish = new java.util.HashMap<>(wish("api-1", "web-1", "/srv/monday"));
        wish.put("backup", backup.id().toString().substring(0, 8));
        succeeded(run("restore-files-to-host", wish));
        assertThat(srv.resolve("monday/app")).isDirectory();
        long before = asked();

        wish.put("backup", "00000000");
        assertThatThrownBy(() -> run("restore-files-to-host", wish))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage(
                        "no backup in the store has the id '00000000'; write one of those that 'upkeep backup list' shows");
        assertThat(asked()).isEqualTo(before);
    }

    @Test
    void of_an_archive_that_is_damaged_nothing_comes_to_the_host() {
        s3().corrupt(s3().object(S3Part.BACKUP_BUCKET, backup.objectKey()).orElseThrow());

        Run run = restore("api-1", "web-1", "/srv/monday");

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("restore");
        assertThat(run.failure())
                .contains("cannot be restored: the archive's SHA-256 is ", "no other one of files is verified");
        assertThat(backups.find(backup.id()).orElseThrow().state()).isEqualTo(BackupState.BROKEN);
        assertNothingIsThere(run);
    }

    @Test
    void a_host_that_is_down_has_nothing_of_it_when_it_is_back() {
        SANDBOX.breakPart("web-1", SshHost.DOWN);
        Run run = restore("api-1", "web-1", "/srv/monday");
        assertThat(run.failure()).contains("web-1");
        SANDBOX.healAll();
        assertThat(shell(srv, "ls -A")).isEmpty();
    }
}
