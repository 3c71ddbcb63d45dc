package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.backup.seal.Seal;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.S3Object;
import io.upkeep.sandbox.S3Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class BackUpConfigurationTest extends ConfigurationPipelines {

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Seal seal;

    @BeforeEach
    void empty_the_store() {
        s3().empty(S3Part.BACKUP_BUCKET);
    }

    private Run backUp() {
        return run("back-up-configuration", Map.of());
    }

    private Backup backupOf(Run run) {
        return backups.newest(100).stream()
                .filter(backup -> backup.run().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_backup_lands_in_the_store_with_its_manifest_and_verifies() throws IOException {
        Backup backup = backupOf(succeeded(backUp()));

        assertThat(backup.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(stored()).containsExactlyInAnyOrder(backup.objectKey(), backup.manifestKey(), backup.contentsKey());
        assertThat(backup.objectKey()).matches("configuration/\\d{8}_\\d{6}-[0-9a-f]{8}\\.tar\\.zst");
        Manifest manifest = manifest(backup);
        try (InputStream archive =
                Files.newInputStream(object(backup.objectKey()).file())) {
            assertThat(Verification.verify(archive, manifest, seal, Verification.FileTaker.NOBODY))
                    .isInstanceOf(Verification.Intact.class);
        }
        assertThat(manifest.entries().stream().map(Manifest.Entry::path))
                .contains("database/database/schema.sql", "hosts/api-1/app/config/appsettings.json")
                .contains(
                        "hosts/web-1/etc/nginx/nginx.conf", "hosts/api-2/etc/systemd/system/virtual-queue-api.service")
                .anyMatch(path -> path.startsWith("kubernetes/api-1/"));
        assertThat(manifest.sources())
                .extracting(Manifest.Source::name)
                .containsExactly(
                        "database/database",
                        "hosts/api-1",
                        "hosts/api-2",
                        "hosts/staging-1",
                        "hosts/web-1",
                        "kubernetes/api-1");
        assertThat(leftovers()).isEmpty();
        assertThat(events(backup))
                .containsExactly(
                        "io.upkeep.backup.taken.v1", "io.upkeep.backup.uploaded.v1", "io.upkeep.backup.verified.v1");
    }

    @Test
    void a_store_that_damages_a_byte_yields_no_backup() {
        SANDBOX.breakPart("s3", S3Part.CORRUPT);
        Run run = backUp();

        assertThat(s3().faultsHit()).isPositive();
        assertThat(run.failedStep()).isEqualTo("verify");
        assertNothingIsGood(run);
        assertThat(run.failure()).contains("the store gave back another archive");
    }

    @Test
    void a_store_that_fails_yields_no_backup() {
        SANDBOX.breakPart("s3", S3Part.FAIL_PUT);
        Run run = backUp();

        assertThat(s3().faultsHit()).isPositive();
        assertThat(run.failedStep()).isEqualTo("upload");
        assertNothingIsGood(run);
    }

    @Test
    void a_large_archive_goes_up_in_parts_and_a_part_that_fails_or_is_damaged_yields_no_backup() throws IOException {
        byte[] noise = new byte[20 << 20];
        new Random(3).nextBytes(noise);
        Path large = SANDBOX.hosts().host("api-1").tree().path("app/config/large");
        Files.write(large, noise);
        try {
            Backup backup = backupOf(succeeded(backUp()));
            assertThat(backup.bytes()).isGreaterThan(noise.length);
            assertThat(stored())
                    .containsExactlyInAnyOrder(backup.objectKey(), backup.manifestKey(), backup.contentsKey());
            for (String fault : List.of(S3Part.FAIL_PART, S3Part.CORRUPT)) {
                empty_the_store();
                SANDBOX.breakPart("s3", fault);
                Run run = backUp();
                assertThat(s3().faultsHit()).as(fault).isPositive();
                assertNothingIsGood(run);
                SANDBOX.healAll();
            }
        } finally {
            Files.delete(large);
        }
    }

    private void assertNothingIsGood(Run run) {
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(backupOf(run).state()).isEqualTo(BackupState.FAILED);
        assertThat(stored()).isEmpty();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void a_directory_that_a_host_does_not_have_is_named_in_the_manifest() {
        Path nginx = SANDBOX.hosts().host("web-1").tree().path("etc/nginx");
        Path away = nginx.resolveSibling("nginx-away");
        assertThat(nginx.toFile().renameTo(away.toFile())).isTrue();
        try {
            Manifest manifest = manifest(backupOf(succeeded(backUp())));
            assertThat(manifest.sources())
                    .filteredOn(source -> source.name().equals("hosts/web-1"))
                    .singleElement()
                    .satisfies(source -> assertThat(source.missing()).containsExactly("etc/nginx"));
        } finally {
            assertThat(away.toFile().renameTo(nginx.toFile())).isTrue();
        }
    }

    @Test
    void a_host_that_is_down_fails_the_backup_and_leaves_nothing() {
        SANDBOX.breakPart("api-2", io.upkeep.sandbox.SshHost.DOWN);
        Run run = backUp();

        assertThat(run.failure()).contains("api-2");
        assertThat(run.failedStep()).isEqualTo("collect");
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(backupOf(run).state()).isEqualTo(BackupState.FAILED);
        assertThat(stored()).isEmpty();
    }

    private Manifest manifest(Backup backup) {
        try (InputStream sealed =
                        Files.newInputStream(object(backup.contentsKey()).file());
                InputStream opened = seal.opening(sealed, backup.id().toString())) {
            return ManifestJson.read(opened, "contents");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static S3Object object(String key) {
        return s3().object(S3Part.BACKUP_BUCKET, key).orElseThrow();
    }

    private static List<String> leftovers() {
        Path work = PLACE.resolve("data/work");
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> events(Backup backup) {
        return jdbc.sql("SELECT type FROM outbox WHERE subject = :id ORDER BY id")
                .param("id", backup.id().toString())
                .query(String.class)
                .list();
    }
}
