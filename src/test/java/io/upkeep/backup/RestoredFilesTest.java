package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.io.input.BrokenInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoredFilesTest {

    @TempDir
    Path place;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 40 << 20})
    void a_file_of_any_size_is_written_as_it_is(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        try (RestoredFiles files = new RestoredFiles(place::resolve)) {
            files.take("deep/below/a", partOfMore(content));
            files.take("b", partOfMore(content));
            files.finish();
        }

        assertThat(place.resolve("deep/below/a")).hasBinaryContent(content);
        assertThat(place.resolve("b")).hasBinaryContent(content);
    }

    /** What an archive gives: closed, nothing could be read behind it. */
    private static InputStream partOfMore(byte[] content) {
        return new ByteArrayInputStream(content) {
            @Override
            public void close() {
                throw new AssertionError("the archive was closed in the middle");
            }
        };
    }

    @Test
    void more_than_may_wait_is_written_all_the_same() throws IOException {
        byte[] content = new byte[900_000];
        try (RestoredFiles files = new RestoredFiles(place::resolve)) {
            for (int i = 0; i < 60; i++) {
                files.take("file-" + i, new ByteArrayInputStream(content));
            }
            files.finish();
        }

        try (var all = Files.list(place)) {
            assertThat(all).hasSize(60).allSatisfy(file -> assertThat(file).hasSize(content.length));
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_not_forgotten() throws IOException {
        Files.writeString(place.resolve("no-directory"), "a file");
        try (RestoredFiles files = new RestoredFiles(place::resolve)) {
            files.take("no-directory/a", new ByteArrayInputStream(new byte[] {1}));
            assertThatThrownBy(files::finish)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("no-directory")
                    .hasMessageContaining("is there room for it?");
            assertThatThrownBy(() -> files.take("b", new ByteArrayInputStream(new byte[] {1})))
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThat(place.resolve("b")).doesNotExist();
    }

    /** Who reads the archive says it is damaged when it cannot be read: a disk's fault must not look like that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3 << 20})
    void a_full_disk_is_not_taken_for_a_damaged_archive_nor_the_other_way_round(int size) throws IOException {
        InputStream damaged = new SequenceInputStream(
                new ByteArrayInputStream(new byte[size]), new BrokenInputStream(() -> new IOException("damaged")));
        try (RestoredFiles files = new RestoredFiles(place::resolve)) {
            assertThatThrownBy(() -> files.take("a", damaged))
                    .isInstanceOf(IOException.class)
                    .hasMessage("damaged");
        }
        Files.createSymbolicLink(place.resolve("full"), Path.of("/proc"));
        try (RestoredFiles files = new RestoredFiles(place::resolve)) {
            assertThatThrownBy(() -> {
                        files.take("full/b", new ByteArrayInputStream(new byte[size]));
                        files.finish();
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("full/b cannot be written");
        }
    }
}
