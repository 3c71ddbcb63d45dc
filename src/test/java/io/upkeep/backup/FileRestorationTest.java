package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run that is rolled back leaves of the places that it put restored files to. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FileRestorationTest {

    private static final Map<String, Object> RESTORE =
            Map.of("to", "monday", "runId", "0b0e1d9e-6f4c-4c55-9d4b-0f7c3a3b1c2d");

    @TempDir
    Path root;

    private FileRestoration restoration;

    @BeforeEach
    void set_up() {
        restoration = new FileRestoration(
                null,
                null,
                new WorkDirectory(root.resolve("work")),
                new BackupSettings(List.of(), null, null, Map.of(), 34, root));
    }

    private void has(String directory, String content) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve(directory)).resolve("file"), content);
    }

    private String content(String directory) throws IOException {
        Path file = root.resolve(directory).resolve("file");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void what_was_put_aside_is_back_and_may_be_put_back_twice() throws IOException {
        has("monday", "old");
        has("monday.restored-0b0e1d9e", "new");
        restoration.putInPlace(RESTORE);
        assertThat(content("monday")).isEqualTo("new");

        assertThat(restoration.takeBack(RESTORE)).endsWith("monday is what it was before");
        restoration.takeBack(RESTORE);
        restoration.remove(RESTORE);

        assertThat(content("monday")).isEqualTo("old");
        try (var left = Files.list(root)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("monday");
        }
    }

    @Test
    void where_nothing_was_nothing_is() throws IOException {
        has("monday.restored-0b0e1d9e", "new");
        restoration.putInPlace(RESTORE);

        assertThat(restoration.takeBack(RESTORE)).startsWith("there is no ").endsWith("monday, as before");
        restoration.remove(RESTORE);

        assertThat(root).isEmptyDirectory();
    }

    /** Cut off between any two of its moves. */
    @ParameterizedTest
    @CsvSource({"old, '', new", "'', old, new", "new, old, ''", "'', old, ''"})
    void however_far_it_came_what_was_there_is_back(String place, String before, String restored) throws IOException {
        if (!place.isEmpty()) {
            has("monday", place);
        }
        if (!before.isEmpty()) {
            has("monday.before-0b0e1d9e", before);
        }
        if (!restored.isEmpty()) {
            has("monday.restored-0b0e1d9e", restored);
        }

        restoration.takeBack(RESTORE);

        assertThat(content("monday")).isEqualTo("old");
    }
}
