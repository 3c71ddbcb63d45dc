package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushedFileTest {

    @TempDir
    Path directory;

    private final List<Long> sizes = new ArrayList<>();

    @Test
    void every_portion_goes_to_the_disk_while_more_is_written() throws IOException {
        Path path = directory.resolve("archive");
        byte[] half = new byte[FlushedFile.PORTION / 2];
        try (FlushedFile file = new FlushedFile(path, written -> sizes.add(written.size()))) {
            for (int i = 0; i < 5; i++) {
                file.write(half);
            }
        }
        assertThat(sizes).containsExactly((long) FlushedFile.PORTION, 2L * FlushedFile.PORTION);
        assertThat(path).hasSize(5L * half.length);
    }

    @Test
    void a_file_that_is_there_is_replaced() throws IOException {
        Path path = Files.writeString(directory.resolve("archive"), "of an earlier try");
        try (FlushedFile file = new FlushedFile(path)) {
            file.write('n');
            file.write("new".getBytes(StandardCharsets.US_ASCII), 1, 2);
        }
        assertThat(path).hasContent("new");
    }

    @Test
    void a_disk_that_fails_fails_the_writer() throws IOException {
        try (FlushedFile file = new FlushedFile(directory.resolve("archive"), written -> {
            throw new IOException("No space left on device");
        })) {
            assertThatThrownBy(() -> file.write(new byte[FlushedFile.PORTION]))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
        }
    }
}
