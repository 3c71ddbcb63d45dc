package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.backup.seal.Seal;
import io.upkeep.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredBackupTest {

    private static final UUID ID = UUID.randomUUID();

    @TempDir
    Path directory;

    private final Map<Path, StoredBackup.Hashed> ofThisProcess = new ConcurrentHashMap<>();
    private byte[] archive;
    private Manifest manifest;

    @BeforeEach
    void a_backup_in_a_store() throws IOException {
        Path file = directory.resolve("stored");
        try (ArchiveWriter writer = new ArchiveWriter(file)) {
            Manifest.Source source =
                    HostTar.add(writer, "hosts/api-1", new Tars().file("a", "content").stream(), List.of());
            manifest = new Manifest(
                    1, ID, "p", ID, Instant.EPOCH, List.of(source), writer.entries(), writer.finish("files/a.tar.zst"));
        }
        archive = Files.readAllBytes(file);
    }

    private StoredBackup backup(Map<Path, StoredBackup.Hashed> fetched) {
        return new StoredBackup(directory, ID, Seal.NONE, fetched);
    }

    private StoredBackup fetched(byte[] bytes) {
        backup(ofThisProcess)
                .fetch(
                        StoredBackup.Part.MANIFEST,
                        new ByteArrayInputStream(ManifestJson.text(manifest).getBytes(StandardCharsets.UTF_8)));
        // as routes do: one object fetches, another one uses
        backup(ofThisProcess).fetch(StoredBackup.Part.ARCHIVE, new ByteArrayInputStream(bytes));
        return backup(ofThisProcess);
    }

    private String sha256() {
        return manifest.archive().sha256();
    }

    private byte[] flipped() {
        byte[] flipped = archive.clone();
        flipped[flipped.length / 2] ^= 1;
        return flipped;
    }

    @Test
    void the_archive_of_the_catalogue_is_trusted_and_as_it_was() {
        StoredBackup backup = fetched(archive);

        assertThat(backup.trusted(sha256())).isEqualTo(manifest);
        backup.read(manifest, Verification.FileTaker.NOBODY);
    }

    @Test
    void another_archive_than_that_of_the_catalogue_is_refused_before_it_is_used() {
        StoredBackup backup = fetched(flipped());
        assertThatThrownBy(() -> backup.trusted(sha256()))
                .isInstanceOf(BackupDamaged.class)
                .hasMessageContaining("SHA-256");

        byte[] longer = java.util.Arrays.copyOf(archive, archive.length + 1);
        StoredBackup other = fetched(longer);
        assertThatThrownBy(() -> other.trusted(sha256()))
                .isInstanceOf(BackupDamaged.class)
                .hasMessageContaining("bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "{\"x\":1}, ' (line 1, column 7)'",
        "{\"id\":, ' (line 1, column 7)'",
        "{\"sources\":[]}, ''",
        "null, ''",
        "'', ''"
    })
    void a_damaged_manifest_is_told_in_plain_words(String stored, String where) {
        StoredBackup backup = backup(ofThisProcess);
        backup.fetch(StoredBackup.Part.MANIFEST, new ByteArrayInputStream(stored.getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> backup.trusted(sha256()))
                .isInstanceOf(BackupDamaged.class)
                .hasMessageContaining("the stored manifest is damaged or cut off, it is not a whole manifest" + where)
                .hasMessageEndingWith("; take the backup again")
                .hasMessageNotContainingAny("io.upkeep", "java.", directory.toString());
    }

    @Test
    void a_manifest_that_fits_the_changed_archive_does_not_help() {
        StoredBackup backup = fetched(archive);

        assertThatThrownBy(() -> backup.trusted(Sha256.of(flipped()))).isInstanceOf(BackupDamaged.class);
    }

    @Test
    void an_archive_that_another_process_fetched_is_hashed_here() throws IOException {
        fetched(archive);
        StoredBackup resumed = backup(new ConcurrentHashMap<>());
        assertThat(resumed.trusted(sha256())).isEqualTo(manifest);

        Files.write(directory.resolve("archive"), flipped());
        assertThatThrownBy(() -> resumed.trusted(sha256())).isInstanceOf(BackupDamaged.class);
    }

    @Test
    void what_was_hashed_while_it_was_fetched_counts_once() throws IOException {
        StoredBackup backup = fetched(archive);
        backup.trusted(sha256());
        Files.write(directory.resolve("archive"), flipped());

        assertThatThrownBy(() -> backup.trusted(sha256())).isInstanceOf(BackupDamaged.class);
        assertThat(ofThisProcess).isEmpty();
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead")
    void an_archive_that_breaks_off_is_not_taken_for_the_one_that_was_fetched_before() {
        StoredBackup backup = fetched(archive);
        InputStream breaking = new SequenceInputStream(new ByteArrayInputStream(archive, 0, 50), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertThatThrownBy(() -> backup.fetch(StoredBackup.Part.ARCHIVE, breaking))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("connection reset");
        assertThat(ofThisProcess).isEmpty();
        assertThatThrownBy(() -> backup.trusted(sha256())).isInstanceOf(BackupDamaged.class);
    }

    @Test
    void entries_that_do_not_fit_the_manifest_are_damage() {
        StoredBackup backup = fetched(archive);
        List<Manifest.Entry> changed = manifest.entries().stream()
                .map(entry -> new Manifest.Entry(
                        entry.path(), entry.kind(), entry.size(), entry.sha256(), "4755", entry.link()))
                .toList();
        Manifest other = new Manifest(1, ID, "p", ID, Instant.EPOCH, manifest.sources(), changed, manifest.archive());

        assertThatThrownBy(() -> backup.read(other, Verification.FileTaker.NOBODY))
                .isInstanceOf(BackupDamaged.class)
                .hasMessageContaining("4755");
    }

    @Test
    void what_its_taker_cannot_do_says_nothing_about_the_archive() {
        StoredBackup backup = fetched(archive);
        assertThatThrownBy(() -> backup.read(manifest, (path, content) -> {
                    content.readAllBytes();
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> backup.read(manifest, (path, content) -> {
                    throw new BackupRefused("the server lacks roles");
                }))
                .isInstanceOf(BackupRefused.class)
                .hasMessage("the server lacks roles");
    }
}
