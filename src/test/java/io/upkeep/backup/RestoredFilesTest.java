package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
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
            files.take("deep/below/a", new ByteArrayInputStream(content));
            files.take("b", new ByteArrayInputStream(content));
            files.finish();
        }

        assertThat(place.resolve("deep/below/a")).hasBinaryContent(content);
        assertThat(place.resolve("b")).hasBinaryContent(content);
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
            assertThatThrownBy(files::finish).isInstanceOf(IOException.class).hasMessageContaining("no-directory");
            assertThatThrownBy(() -> files.take("b", new ByteArrayInputStream(new byte[] {1})))
                    .isInstanceOf(IOException.class);
        }
        assertThat(place.resolve("b")).doesNotExist();
    }
}
