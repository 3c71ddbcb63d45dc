package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.incident.Incident;
import io.upkeep.incident.Incidents;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.S3Object;
import io.upkeep.sandbox.S3Part;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class BackUpDatabaseTest extends ConfigurationPipelines {

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Incidents incidents;

    @BeforeEach
    void start_without_backups() {
        s3().empty(S3Part.BACKUP_BUCKET);
        jdbc.sql("DELETE FROM backup").update();
    }

    private Backup taken() {
        return backupOf(succeeded(run("back-up-database", Map.of())));
    }

    private Backup backupOf(Run run) {
        return backups.newest(100).stream()
                .filter(backup -> backup.run().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }

    private Backup now(Backup backup) {
        return backups.find(backup.id()).orElseThrow();
    }

    private static S3Object object(String key) {
        return s3().object(S3Part.BACKUP_BUCKET, key).orElseThrow();
    }

    @Test
    void a_backup_is_verified_by_a_restore_and_nobody_reads_it_without_the_key() throws IOException {
        Run run = succeeded(run("back-up-database", Map.of()));
        Backup backup = backupOf(run);

        assertThat(says(run, "collect")).contains(backup.id().toString(), " entries with ", " rows of ", ", sealed");
        assertThat(says(run, "upload")).startsWith("the store has " + backup.objectKey());
        assertThat(says(run, "verify")).startsWith("what the store gives back is what was taken: ");
        assertThat(says(run, "restore")).contains("was restored to a place to throw away", " rows, the newest of ");
        assertThat(says(run, "clean-up")).startsWith("the store lets nobody remove it before ");
        assertThat(backup.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(backup.series()).isEqualTo("database");
        assertThat(backup.proof().restoreSeconds()).isPositive();
        assertThat(backup.proof().newestRow()).isBefore(backup.createdAt());
        assertThat(stored()).containsExactlyInAnyOrder(backup.objectKey(), backup.manifestKey(), backup.contentsKey());
        String manifest = Files.readString(object(backup.manifestKey()).file());
        assertThat(manifest).contains(backup.sha256()).doesNotContain("database/database", "roles.sql");
        for (String key : stored()) {
            String bytes = Files.readString(object(key).file(), StandardCharsets.ISO_8859_1);
            assertThat(bytes).doesNotContain("visitor1@example.org", "ticket_state");
        }
        try (var files = Files.walk(PLACE.resolve("data/work"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void a_database_that_goes_away_fails_the_backup_and_leaves_nothing() {
        SANDBOX.breakPart("database", Relay.REFUSING);
        Run run = run("back-up-database", Map.of());
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("collect");
        assertThat(run.failure()).contains("cannot be dumped").doesNotContain("queue-secret");
        assertThat(backupOf(run).state()).isEqualTo(BackupState.FAILED);
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_stored_archive_that_rots_is_found_by_the_daily_proof_and_counts_again_when_it_is_whole() throws IOException {
        Backup backup = taken();
        Path archive = object(backup.objectKey()).file();
        flip(archive);
        Run run = run("verify-backups", Map.of("only", backup.id().toString()));
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("judge");
        assertThat(says(run, "choose")).isEqualTo("1 backup is to be proven");
        assertThat(says(run, "prove[0]")).contains(backup.id().toString(), "is BROKEN: ");
        assertThat(run.failure()).contains("is broken", "SHA-256");
        assertThat(now(backup).state()).isEqualTo(BackupState.BROKEN);
        Incident incident = incidents.newest(false, 10).stream()
                .filter(open -> open.key().equals("backup:database"))
                .findFirst()
                .orElseThrow();
        assertThat(incidents.timeline(incident.id()))
                .extracting(Incident.Entry::text)
                .anySatisfy(text -> assertThat(text).contains("is broken", "SHA-256"));

        flip(archive);
        Run proof = succeeded(run("verify-backups", Map.of("only", backup.id().toString())));
        assertThat(says(proof, "judge")).startsWith(backup.objectKey() + " was restored and compared in ");
        assertThat(now(backup).state()).isEqualTo(BackupState.VERIFIED);
        run("verify-backups", Map.of()); // other series have none, and stay incidents
        assertThat(incidents.find(incident.id()).orElseThrow().state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void an_archive_or_a_manifest_that_is_gone_is_told_while_others_are_still_proven() throws IOException {
        Backup good = taken();
        Backup lost = taken();
        s3().remove(S3Part.BACKUP_BUCKET, lost.manifestKey());
        jdbc.sql("UPDATE backup SET proven_at = NULL, changed_at = changed_at - interval '1 hour'")
                .update();
        Run run = run("verify-backups", Map.of());
        assertThat(run.failure()).contains("is not in the store any more");
        assertThat(now(lost).state()).isEqualTo(BackupState.BROKEN);
        assertThat(now(good).proof()).isNotNull();
        assertThat(now(good).state()).isEqualTo(BackupState.VERIFIED);
    }

    @Test
    void the_proof_of_a_backup_that_there_is_not_is_refused_and_a_beginning_of_its_id_will_do() {
        Backup backup = taken();
        Map<String, String> wrong = Map.of(
                "00000000-0000-4000-8000-000000000000", "no backup in the store has the id '00000000-",
                "abc", "'abc' is not the id of a backup, nor the beginning of one, of which six characters will do",
                "no-such", "'no-such' is not the id of a backup");
        wrong.forEach((only, reason) -> {
            for (String pipeline : List.of("verify-backups", "restore-database", "restore-files")) {
                Map<String, String> inputs = pipeline.equals("verify-backups")
                        ? Map.of("only", only)
                        : Map.of("backup", only, "to", "database");
                assertThatThrownBy(() -> run(pipeline, inputs))
                        .as(pipeline)
                        .isInstanceOf(InvalidRequest.class)
                        .hasMessageStartingWith(reason)
                        .hasMessageContaining("'upkeep backup list' shows");
            }
        });

        Run run = succeeded(
                run("verify-backups", Map.of("only", backup.id().toString().substring(0, 8))));

        assertThat(says(run, "judge")).startsWith(backup.objectKey() + " was restored and compared in ");
    }

    @Test
    void a_store_that_is_down_says_nothing_against_a_backup() {
        Backup backup = taken();
        SANDBOX.breakPart("s3", S3Part.REFUSE);
        Run run = run("verify-backups", Map.of("only", backup.id().toString()));
        assertThat(s3().faultsHit()).isPositive();
        assertThat(run.failure()).contains("could not be proven");
        assertThat(now(backup).state()).isEqualTo(BackupState.VERIFIED);
        assertThat(now(backup).reason()).contains("the store does not give it");
    }

    @Test
    void a_backup_is_restored_beside_what_is_there_and_over_it_only_when_told_so() {
        Backup backup = taken();
        SANDBOX.postgres().inEstate("insert into queues (name, title) values ('later', 'after the backup')");
        try {
            Map<String, String> copy = Map.of("backup", backup.id().toString(), "to", "database/virtual_queue_copy");
            Run restored = succeeded(run("restore-database", copy));
            assertThat(says(restored, "choose")).contains(" comes to the database virtual_queue_copy on ");
            assertThat(says(restored, "restore")).contains(" rows in virtual_queue_copy_restored_");
            assertThat(SANDBOX.postgres().count("virtual_queue_copy", "queues where name = 'later'"))
                    .isZero();
            assertThat(SANDBOX.postgres().count("virtual_queue_copy", "tickets"))
                    .isGreaterThanOrEqualTo(900);

            long began = System.nanoTime();
            succeeded(run("verify-backups", Map.of("only", backup.id().toString())));
            assertThat(now(backup).proof().restoreSeconds())
                    .as("that the restore has fetched it before is no part of how long a proof takes")
                    .isLessThan((System.nanoTime() - began) / 1e9);

            Run again = run("restore-database", copy);
            assertThat(again.state()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(again.failure())
                    .contains("'virtual_queue_copy' is there already", "replace=true (upkeep restore: --replace)");

            Map<String, String> replacing = new java.util.HashMap<>(copy);
            replacing.put("replace", "true");
            SANDBOX.postgres().inDatabase("virtual_queue_copy", """
                    delete from tickets;
                    alter database virtual_queue_copy set random_page_cost = 1.3;
                    alter database virtual_queue_copy set search_path = "$user", public, extensions;
                    alter role virtual_queue in database virtual_queue_copy set statement_timeout = '30s';
                    alter database virtual_queue_copy connection limit 90;
                    comment on database virtual_queue_copy is 'it''s the queue';
                    revoke connect on database virtual_queue_copy from public;
                    grant temporary on database virtual_queue_copy to virtual_queue""");
            String traits = traits("virtual_queue_copy");
            Run replaced = succeeded(run("restore-database", replacing));
            assertThat(SANDBOX.postgres().count("virtual_queue_copy", "tickets"))
                    .isGreaterThanOrEqualTo(900);
            String aside =
                    "virtual_queue_copy_before_" + replaced.id().toString().substring(0, 8);
            assertThat(SANDBOX.postgres().count(aside, "tickets")).isZero();
            assertThat(says(replaced, "put-in-place"))
                    .contains(", with the settings and rights of what was there; that is " + aside + " now")
                    .doesNotContain("by hand");
            assertThat(traits("virtual_queue_copy")).isEqualTo(traits).contains("30s", "1.3", "90", "it's the queue");
            SANDBOX.postgres().drop(aside);
        } finally {
            SANDBOX.postgres().inEstate("delete from queues where name = 'later'");
            SANDBOX.postgres().drop("virtual_queue_copy");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "template0", "template1"})
    void nothing_is_restored_over_what_the_server_needs_for_itself(String database) {
        Backup backup = taken();
        Run run = run(
                "restore-database",
                Map.of("backup", backup.id().toString(), "to", "database/" + database, "replace", "true"));
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("choose");
        assertThat(run.failure())
                .contains(
                        "needs its database '" + database + "' for itself",
                        "restore to another one, such as to=database/virtual_queue_copy");
        assertThat(PLACE.resolve("data/work").resolve(run.id().toString()))
                .as("what is refused leaves nothing")
                .doesNotExist();
        assertThat(SANDBOX.postgres().databases())
                .contains(database)
                .noneMatch(name -> name.contains("restored") || name.contains("before"));
    }

    @Test
    void a_restore_that_fails_leaves_what_was_there() throws IOException {
        Backup backup = taken();
        flip(object(backup.objectKey()).file());
        Run run =
                run("restore-database", Map.of("backup", backup.id().toString(), "to", "database", "replace", "true"));
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("restore");
        assertThat(run.failure()).contains("cannot be restored: the archive's SHA-256 is ");
        assertThat(now(backup).state()).isEqualTo(BackupState.BROKEN);
        assertThat(SANDBOX.postgres().databases()).noneMatch(name -> name.contains("restored"));
        assertThat(SANDBOX.postgres().count("virtual_queue", "tickets")).isPositive();
    }

    @Test
    void only_what_no_rule_keeps_expires_and_never_too_much_at_once() {
        Backup newest = taken();
        Backup older = taken();
        jdbc.sql("UPDATE backup SET created_at = created_at - interval '3000 days' WHERE id = :id")
                .param("id", older.id())
                .update();
        pretend(0);
        pretend(1);
        Run expired = succeeded(run("expire-backups", Map.of()));
        assertThat(says(expired, "choose"))
                .startsWith("1 of 4 backups go; kept by a rule: 3")
                .endsWith("1 of database: no rule keeps it");
        assertThat(now(older).state()).isEqualTo(BackupState.EXPIRED);
        assertThat(now(older).reason()).isEqualTo("no rule keeps it");
        assertThat(now(newest).state()).isEqualTo(BackupState.VERIFIED);
        assertThat(stored()).contains(newest.objectKey(), newest.manifestKey()).doesNotContain(older.objectKey());

        for (int n = 2; n < 6; n++) {
            pretend(n);
        }
        Run tooMuch = run("expire-backups", Map.of());
        assertThat(tooMuch.failedStep()).isEqualTo("choose");
        assertThat(tooMuch.failure()).contains("4 of 7 backups of database would be removed", "34 percent");
    }

    /** What stands in no dump. */
    private static String traits(String database) {
        return SANDBOX.postgres().answer("""
                select concat_ws(' ', datconnlimit, datdba::regrole, shobj_description(oid, 'pg_database'),
                    (select string_agg(item::text, ' ' order by item::text) from unnest(datacl) item), (
                    select string_agg(setrole::text || setconfig::text, ' ' order by setrole) from pg_db_role_setting
                    where setdatabase = oid))
                from pg_database where datname = '%s'""".formatted(database));
    }

    /** A verified backup of some days ago. */
    private void pretend(int n) {
        jdbc.sql("""
                        INSERT INTO backup (id, run_id, pipeline, series, state, created_at, changed_at, object_key,
                            manifest_key, sha256, sequence, proven_at)
                        VALUES (gen_random_uuid(), gen_random_uuid(), 'back-up-database', 'database', 'VERIFIED',
                            now() - make_interval(days => 1 + :n), now(), 'database/p' || :n, 'database/m' || :n,
                            'pretended', 1, now())
                        """).param("n", n).update();
    }

    private static void flip(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            int one = bytes.read();
            bytes.seek(bytes.length() / 2);
            bytes.write(one ^ 1);
        }
    }
}
