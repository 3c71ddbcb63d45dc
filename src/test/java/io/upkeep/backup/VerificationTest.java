package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.Zstd;
import io.upkeep.backup.seal.Seal;
import io.upkeep.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {

    @TempDir
    Path directory;

    private byte[] archive;
    private Manifest manifest;

    @BeforeEach
    void take_a_backup() throws IOException {
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        Tars tar = new Tars()
                .directory("app")
                .directory("app/config")
                .file("app/config/a file\nwith a line break", "1")
                .file("app/config/empty", "")
                .file("app/config/noise", java.util.Base64.getEncoder().encodeToString(noise))
                .file("app/config/Ünïcödé 設定.json", "{}")
                .link("etc/systemd/system/multi-user.target.wants/api.service", "/lib/systemd/system/api.service");
        manifest = write(tar);
        archive = Files.readAllBytes(directory.resolve("a.tar.zst"));
    }

    private Manifest write(Tars tar) throws IOException {
        Path file = directory.resolve("a.tar.zst");
        try (ArchiveWriter writer = new ArchiveWriter(file)) {
            Manifest.Source source = HostTar.add(writer, "hosts/api-1", tar.stream(), List.of());
            return manifest(List.of(source), writer.entries(), writer.finish("configuration/a.tar.zst"));
        }
    }

    private static Manifest manifest(
            List<Manifest.Source> sources, List<Manifest.Entry> entries, Manifest.Archive archive) {
        UUID id = UUID.randomUUID();
        return new Manifest(1, id, "back-up-configuration", id, Instant.EPOCH, sources, entries, archive);
    }

    private Verification.Verdict verdict(byte[] bytes) {
        return Verification.verify(new ByteArrayInputStream(bytes), manifest);
    }

    @Test
    void what_comes_after_a_large_file_is_read_while_all_are_written() throws IOException {
        manifest = write(
                new Tars().file("app/large", "0123456789abcdef".repeat(200_000)).file("app/small", "1"));
        byte[] whole = Files.readAllBytes(directory.resolve("a.tar.zst"));
        try (RestoredFiles files = new RestoredFiles(directory.resolve("restored")::resolve)) {
            assertThat(Verification.verify(new ByteArrayInputStream(whole), manifest, Seal.NONE, files))
                    .isEqualTo(new Verification.Intact(2, whole.length));
            files.finish();
        }
        assertThat(directory.resolve("restored/hosts/api-1/app/large")).hasSize(3_200_000);
        assertThat(directory.resolve("restored/hosts/api-1/app/small")).hasContent("1");
    }

    @Test
    void the_archive_as_it_was_taken_is_intact() {
        assertThat(verdict(archive)).isEqualTo(new Verification.Intact(7, archive.length));
        assertThat(manifest.archive().bytes()).isEqualTo(archive.length);
        assertThat(manifest.archive().sha256()).isEqualTo(Sha256.of(archive));
    }

    @Test
    void an_archive_cut_off_anywhere_is_refused() {
        for (int length = 0; length < archive.length; length += length < 200 ? 1 : 97) {
            assertThat(verdict(Arrays.copyOf(archive, length)))
                    .as("cut off after %d bytes", length)
                    .isInstanceOf(Verification.Broken.class);
        }
        assertThat(verdict(Arrays.copyOf(archive, archive.length - 1))).isInstanceOf(Verification.Broken.class);
    }

    @Test
    void a_flipped_bit_anywhere_is_refused() {
        for (int at = 0; at < archive.length; at += at < 200 || at > archive.length - 200 ? 1 : 41) {
            byte[] flipped = archive.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertThat(verdict(flipped)).as("flipped at %d", at).isInstanceOf(Verification.Broken.class);
        }
    }

    @Test
    void bytes_after_the_end_are_refused() {
        assertThat(verdict(Arrays.copyOf(archive, archive.length + 1))).isInstanceOf(Verification.Broken.class);
        byte[] twice = Arrays.copyOf(archive, archive.length * 2);
        System.arraycopy(archive, 0, twice, archive.length, archive.length);
        assertThat(verdict(twice)).isInstanceOf(Verification.Broken.class);
        byte[] hidden = Zstd.compress("hidden".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        byte[] appended = Arrays.copyOf(archive, archive.length + hidden.length);
        System.arraycopy(hidden, 0, appended, archive.length, hidden.length);
        assertThat(verdict(appended)).isInstanceOf(Verification.Broken.class);
    }

    @Test
    void a_missing_an_extra_and_a_changed_entry_are_each_named() {
        List<Manifest.Entry> entries = manifest.entries();
        Manifest.Entry extra = new Manifest.Entry("zzz", Manifest.Kind.FILE, 0, Sha256.of(new byte[0]), "0644", null);
        List<Manifest.Entry> more = new ArrayList<>(entries);
        more.add(extra);
        assertThat(against(more)).asString().contains("'zzz' is in the manifest but not in the archive");
        assertThat(against(entries.subList(0, 6))).asString().contains("api.service' is not in the manifest");
        List<Manifest.Entry> changed = new ArrayList<>(entries);
        changed.set(3, new Manifest.Entry(entries.get(3).path(), Manifest.Kind.FILE, 0, extra.sha256(), "0600", null));
        assertThat(against(changed)).asString().contains("mode=0644").contains("mode=0600");
        assertThat(against(List.of())).isInstanceOf(Verification.Broken.class);
    }

    private Verification.Verdict against(List<Manifest.Entry> entries) {
        Manifest other = manifest(manifest.sources(), entries, manifest.archive());
        Verification.Verdict verdict = Verification.verify(new ByteArrayInputStream(archive), other);
        assertThat(verdict).isInstanceOf(Verification.Broken.class);
        return verdict;
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead")
    void a_store_that_breaks_off_while_reading_is_refused() {
        InputStream failing = new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at == 300) {
                    throw new IOException("connection reset");
                }
                return archive[at++] & 0xff;
            }
        };
        assertThat(Verification.verify(failing, manifest)).asString().contains("connection reset");
    }

    @Test
    void a_reader_that_is_interrupted_has_no_verdict_on_the_archive() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            Thread.currentThread().interrupt();
            thrown.set(catchThrowable(() -> verdict(archive)));
        });
        reader.start();
        reader.join();
        assertThat(thrown.get()).isInstanceOf(UncheckedIOException.class).hasMessageContaining("interrupted");
    }

    @Test
    void no_thread_is_left_whatever_was_found() {
        verdict(archive);
        verdict(Arrays.copyOf(archive, 500));
        against(List.of());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("archive-ahead", "archive-file");
    }

    @Test
    void a_backup_of_empty_trees_is_intact() throws IOException {
        manifest = write(new Tars().directory("app/config"));
        assertThat(verdict(Files.readAllBytes(directory.resolve("a.tar.zst")))).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void the_manifest_survives_its_json() throws IOException {
        Path file = directory.resolve("manifest.json");
        Files.writeString(file, ManifestJson.text(manifest));
        assertThat(ManifestJson.read(file)).isEqualTo(manifest);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ManifestJson.read(file)))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("not a whole manifest");
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        again.write(whole);
        again.write(whole);
        Files.write(file, again.toByteArray());
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ManifestJson.read(file)))
                .isInstanceOf(BackupRefused.class);
    }
}
