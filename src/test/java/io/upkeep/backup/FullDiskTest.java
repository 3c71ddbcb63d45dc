package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.backup.seal.Seal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    private static final Map<String, Object> BACKUP = Map.of(
            "id", UUID.randomUUID().toString(),
            "runId", UUID.randomUUID().toString(),
            "pipeline", "back-up-files",
            "series", "files",
            "createdAt", "2026-11-24T00:00:00Z",
            "key", "files/a.tar.zst",
            "manifestKey", "files/a.manifest.json",
            "contentsKey", "");

    @TempDir
    Path directory;

    @Test
    void a_disk_that_fills_up_while_the_archive_is_written_is_told_and_nothing_is_entered() throws IOException {
        WorkDirectory work = new WorkDirectory(directory);
        Path archive = work.fresh(BackupTaking.run(BACKUP)).resolve(BackupTaking.ARCHIVE);
        Files.createSymbolicLink(archive, Path.of("/dev/full"));
        AtomicReference<Backup> entered = new AtomicReference<>();
        BackupTaking taking = new BackupTaking(work, new OnlyTaken(entered), Seal.NONE);
        assertThatThrownBy(() -> taking.take(BACKUP, FullDiskTest::noise))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("is there room for it?");
        assertThat(entered).hasNullValue();
    }

    private static List<Manifest.Source> noise(ArchiveWriter archive) throws IOException {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        TarArchiveEntry entry = new TarArchiveEntry("x", true);
        entry.setSize(noise.length);
        archive.add("noise", entry, new ByteArrayInputStream(noise));
        return List.of();
    }
}
