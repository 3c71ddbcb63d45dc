package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.SshHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files, Redis, the cluster's objects; and all of it back after a disaster. */
class OtherBackupsTest extends ConfigurationPipelines {

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Incidents incidents;

    @TempDir
    Path directory;

    @BeforeEach
    void start_without_backups() {
        s3().empty(S3Part.BACKUP_BUCKET);
        jdbc.sql("DELETE FROM backup").update();
    }

    private Backup taken(String pipeline) {
        Run run = succeeded(run(pipeline, Map.of()));
        Backup backup = backupOf(run);
        assertThat(says(run, "collect"))
                .startsWith("took backup %s of %s: %d entr".formatted(backup.id(), backup.series(), backup.entries()));
        assertThat(backup.state()).isEqualTo(BackupState.VERIFIED);
        return backup;
    }

    private Backup backupOf(Run run) {
        return backups.newest(100).stream()
                .filter(backup -> backup.run().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }

    private Path restored(Backup backup, String name) {
        succeeded(run("restore-files", Map.of("backup", backup.id().toString(), "to", name)));
        return PLACE.resolve("data/restored").resolve(name);
    }

    @Test
    void files_come_back_as_they_were_and_never_over_a_directory_that_is_there() throws IOException {
        Path host = SANDBOX.hosts().host("api-1").tree().path("app");
        Files.write(host.resolve("large"), new byte[3 << 20]);
        Backup backup = taken("back-up-files");
        Path back = restored(backup, "monday").resolve("hosts/api-1/app");
        assertThat(shell(back, "find . -type f | sort | xargs sha256sum; find . -printf '%m %p %l\\n' | sort"))
                .isNotBlank()
                .isEqualTo(shell(host, "find . -type f | sort | xargs sha256sum; find . -printf '%m %p %l\\n' | sort"));

        Run again = run("restore-files", Map.of("backup", backup.id().toString(), "to", "monday"));
        assertThat(again.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(again.failure()).contains("is there already", "replace=true (upkeep restore: --replace)");
        Files.writeString(back.resolve("mine"), "x");
        succeeded(run("restore-files", Map.of("backup", backup.id().toString(), "to", "monday", "replace", "true")));
        assertThat(back.resolve("mine")).doesNotExist();
        try (var put = Files.list(PLACE.resolve("data/restored"))) {
            assertThat(put.map(path -> path.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("monday.before-"));
        }
        Files.delete(host.resolve("large"));
    }

    @Test
    void a_backup_that_the_store_has_lost_is_broken_and_another_is_named() {
        Backup first = taken("back-up-cache");
        Backup lost = taken("back-up-cache");
        s3().remove(S3Part.BACKUP_BUCKET, lost.objectKey());
        Map<String, String> wish = Map.of("backup", lost.id().toString(), "to", "lost");

        Run run = run("restore-files", wish);

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failure())
                .contains("backup " + lost.id() + " cannot be restored: it is not in the store any more")
                .contains("the newest verified one of cache is " + first.id() + " of ");
        assertThat(backupOf(journal.find(lost.run()).orElseThrow()).state()).isEqualTo(BackupState.BROKEN);
        assertThat(lastOf("backup:cache")).contains(lost.id().toString(), "not in the store any more");

        s3().breakWith(S3Part.REFUSE);
        Run away = run("restore-files", Map.of("backup", first.id().toString(), "to", "lost"));
        s3().heal();
        assertThat(away.failure()).contains("ask for it again when that is mended");
        assertThat(backupOf(journal.find(first.run()).orElseThrow()).state()).isEqualTo(BackupState.VERIFIED);
    }

    @Test
    void a_backup_that_was_replaced_by_another_is_broken_when_it_is_restored_and_another_is_named() {
        Backup first = taken("back-up-cache");
        Backup replaced = taken("back-up-cache");
        s3().replace(S3Part.BACKUP_BUCKET, replaced.objectKey(), first.objectKey());

        Run run = run("restore-files", Map.of("backup", replaced.id().toString(), "to", "replaced"));

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("restore");
        assertThat(run.failure())
                .contains("backup " + replaced.id() + " cannot be restored: the archive", "the manifest says ")
                .contains("the newest verified one of cache is " + first.id() + " of ");
        Backup now = backups.find(replaced.id()).orElseThrow();
        assertThat(now.state()).isEqualTo(BackupState.BROKEN);
        assertThat(now.reason()).contains("the manifest says ");
        assertThat(lastOf("backup:cache")).contains(replaced.id().toString(), "cannot be restored");
        assertThat(PLACE.resolve("data/restored/replaced")).doesNotExist();
    }

    private String lastOf(String key) {
        Incident told = incidents.newest(false, 50).stream()
                .filter(incident -> incident.key().equals(key))
                .findFirst()
                .orElseThrow();
        List<Incident.Entry> timeline = incidents.timeline(told.id());
        return timeline.get(timeline.size() - 1).text();
    }

    @Test
    void a_file_whose_name_is_not_utf_8_is_left_out_and_named_until_it_is_renamed() {
        Path app = SANDBOX.hosts().host("api-1").tree().path("app");
        shell(app, "printf x > \"$(printf 'lat\\351n1')\"");
        try {
            Run run = succeeded(run("back-up-files", Map.of()));

            String named = "hosts/api-1: app/lat\\xe9n1 (its name is not UTF-8 text)";
            assertThat(says(run, "collect"))
                    .contains("left out: " + named + "; rename it on the host, or remove it, as it is in no backup");
            assertThat(backupOf(run).state()).isEqualTo(BackupState.VERIFIED);
            assertThat(lastOf("backup:files:left-out")).startsWith(named);
        } finally {
            shell(app, "rm \"$(printf 'lat\\351n1')\"");
        }
        succeeded(run("back-up-files", Map.of()));
        assertThat(incidents.newest(false, 50)).extracting(Incident::key).doesNotContain("backup:files:left-out");
    }

    @Test
    void a_host_that_is_down_leaves_no_backup_of_files() {
        SANDBOX.breakPart("web-1", SshHost.DOWN);
        Run run = run("back-up-files", Map.of());
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failure()).contains("web-1");
        assertThat(stored()).isEmpty();
    }

    @Test
    void redis_gives_a_snapshot_whose_checksum_is_right_and_a_damaged_one_is_refused() throws IOException {
        Path rdb = restored(taken("back-up-cache"), "redis").resolve("cache/cache/dump.rdb");
        RdbFile.check(rdb);
        byte[] bytes = Files.readAllBytes(rdb);
        assertThat(new String(bytes, 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("REDIS");
        byte[] changed = bytes.clone();
        changed[bytes.length / 2] ^= 1;
        for (byte[] broken : new byte[][] {changed, Arrays.copyOf(bytes, bytes.length - 9), {}}) {
            Path file = Files.write(directory.resolve("broken.rdb"), broken);
            assertThatThrownBy(() -> RdbFile.check(file)).isInstanceOf(BackupRefused.class);
        }
    }

    @Test
    void a_redis_that_hangs_up_leaves_no_backup() {
        SANDBOX.breakPart("redis", Relay.REFUSING);
        Run run = run("back-up-cache", Map.of());
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failure()).contains("does not give a snapshot");
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_store_that_goes_away_in_the_middle_keeps_no_later_backup_waiting_and_is_cleared_of_the_failed_one() {
        SANDBOX.breakPart("s3", S3Part.DIES);
        Run run = run("back-up-cache", Map.of());

        assertThat(s3().state()).as("the fault happened").isEqualTo(S3Part.REFUSE);
        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("verify");
        Backup failed = backupOf(run);
        assertThat(failed.state()).isEqualTo(BackupState.FAILED);
        assertThat(failed.reason())
                .startsWith(run.failure())
                .contains("the store may still have it", "expire-backups does that later");
        assertThat(stored()).containsExactly(failed.objectKey());
        assertThat(run("expire-backups", Map.of()).state()).isEqualTo(RunState.ROLLED_BACK);

        SANDBOX.healAll();
        Backup good = taken("back-up-cache");
        Run expired = succeeded(run("expire-backups", Map.of()));
        assertThat(says(expired, "choose"))
                .endsWith("1 failed backup goes, of which the store may have something left");
        assertThat(says(expired, "remove[0]")).isEqualTo(failed.objectKey() + ": it had failed");
        assertThat(stored()).containsExactlyInAnyOrder(good.objectKey(), good.manifestKey(), good.contentsKey());
        assertThat(backupOf(run).state()).isEqualTo(BackupState.FAILED);
        assertThat(says(succeeded(run("expire-backups", Map.of())), "choose")).startsWith("nothing goes");
    }

    @Test
    void secrets_of_the_cluster_are_in_an_archive_that_is_sealed() {
        Path objects = restored(taken("back-up-cluster"), "cluster").resolve("kubernetes/api-1/default");
        assertThat(objects.resolve("Secret-virtual-queue.yaml")).content().contains("database-password");
    }

    @Test
    void after_a_disaster_everything_promised_is_back_in_time() {
        Run none = run("test-disaster-recovery", Map.of());
        assertThat(none.failedStep()).isEqualTo("choose");
        assertThat(none.failure())
                .contains("no verified backup of cache", "take one: upkeep run back-up-cache; there is")
                .contains("no verified backup of configuration", "no verified backup of database")
                .contains("no verified backup of files", "take one: upkeep run back-up-files");

        List.of("cache", "configuration", "database", "files").forEach(series -> taken("back-up-" + series));
        Run test = succeeded(run("test-disaster-recovery", Map.of()));
        assertThat(says(test, "choose")).endsWith("come back of: cache, configuration, database, files");
        assertThat(says(test, "judge").lines()).hasSize(4).allMatch(line -> line.contains(": back after "));
        assertThat(backups.newest(100))
                .as("files take their time, too, since they are written")
                .hasSize(4)
                .allSatisfy(
                        backup -> assertThat(backup.proof().restoreSeconds()).isPositive());
        assertThat(PLACE.resolve("data/work").resolve(test.id().toString())).doesNotExist();

        Backup lost = backups.newest(100).stream()
                .filter(backup -> backup.series().equals("cache"))
                .findFirst()
                .orElseThrow();
        s3().remove(S3Part.BACKUP_BUCKET, lost.objectKey());
        Run partly = run("test-disaster-recovery", Map.of());
        assertThat(partly.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(partly.failedStep()).isEqualTo("judge");
        assertThat(partly.failure())
                .contains(
                        "cache does not come back: it is not in the store any more",
                        lost.id().toString())
                .contains("configuration: back after ", "database: back after ", "files: back after ");
        assertThat(backups.find(lost.id()).orElseThrow().state()).isEqualTo(BackupState.BROKEN);
        assertThat(lastOf("backup:cache")).startsWith("cache does not come back: ");

        taken("back-up-cache");
        SANDBOX.breakPart("s3", S3Part.REFUSE);
        Run damaged = run("test-disaster-recovery", Map.of());
        assertThat(s3().faultsHit()).isPositive();
        assertThat(damaged.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(damaged.failure()).contains("does not come back: the store does not give it");
    }
}
