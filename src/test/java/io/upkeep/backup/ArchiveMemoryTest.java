package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveMemoryTest {

    private static final long SIZE = 64L << 20;
    private static final int FILES = 4;
    private static final long ALLOWED = 24L << 20;

    @TempDir
    Path directory;

    @Test
    void writing_and_verifying_a_large_tree_takes_the_memory_of_a_small_one() throws IOException {
        Path file = directory.resolve("large.tar.zst");
        long before = allocated();
        Manifest manifest = write(file);
        try (InputStream archive = Files.newInputStream(file)) {
            assertThat(Verification.verify(archive, manifest)).isInstanceOf(Verification.Intact.class);
        }
        assertThat(allocated() - before)
                .as("bytes allocated for writing and verifying %d MiB", (FILES * SIZE) >> 20)
                .isLessThan(ALLOWED);
    }

    @Test
    void packing_the_files_of_a_host_takes_no_more_memory_for_large_ones() throws IOException {
        Manifest manifest = write(directory.resolve("large.tar.zst"));
        long before = allocated();
        HostFiles files = HostFiles.of(manifest, "api-1");
        try (TarArchiveOutputStream tar = HostFiles.tar(OutputStream.nullOutputStream());
                InputStream noise = new Noise()) {
            for (int i = 0; i < FILES; i++) {
                files.writeFile(
                        "hosts/api-1/file-" + i,
                        BoundedInputStream.builder()
                                .setInputStream(noise)
                                .setMaxCount(SIZE)
                                .get(),
                        tar);
            }
        }
        assertThat(allocated() - before)
                .as("bytes allocated for packing %d MiB", (FILES * SIZE) >> 20)
                .isLessThan(ALLOWED);
    }

    private static Manifest write(Path file) throws IOException {
        UUID id = UUID.randomUUID();
        try (ArchiveWriter writer = new ArchiveWriter(file)) {
            for (int i = 0; i < FILES; i++) {
                TarArchiveEntry entry = new TarArchiveEntry("x", true);
                entry.setSize(SIZE);
                writer.add("hosts/api-1/file-" + i, entry, new Noise());
            }
            return new Manifest(1, id, "test", id, Instant.EPOCH, List.of(), writer.entries(), writer.finish("key"));
        }
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Endless bytes that are neither all the same nor fresh memory. */
    private static final class Noise extends InputStream {

        private final byte[] block = new byte[1 << 16];

        Noise() {
            new Random(1).nextBytes(block);
        }

        @Override
        public int read() {
            return block[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = Math.min(length, block.length);
            System.arraycopy(block, 0, buffer, offset, count);
            return count;
        }
    }
}
