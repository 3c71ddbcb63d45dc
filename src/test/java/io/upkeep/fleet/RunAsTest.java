package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script that sudo is to run, and does not get as it was sent, is never a success. */
class RunAsTest {

    @TempDir
    Path directory;

    private String sent;

    @BeforeEach
    void program() {
        RunAs.Script script =
                RunAs.parse("true").orElseThrow().script("touch ran", Map.of("A", "b"), Duration.ofMinutes(1));
        String program = script.environment().get("UPKEEP_PROGRAM");
        sent = program.getBytes(StandardCharsets.UTF_8).length + "\n" + program;
    }

    private int exit(String path, String input) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", RunAs.START).directory(directory.toFile());
        builder.environment().put("PATH", path);
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // it had ended before it read anything
        }
        return process.waitFor();
    }

    private boolean ran() {
        return Files.exists(directory.resolve("ran"));
    }

    @Test
    void what_arrives_whole_runs_and_its_input_comes_after_it() throws Exception {
        assertThat(exit("/usr/bin:/bin", sent + "the script's own input")).isZero();
        assertThat(ran()).isTrue();
    }

    @Test
    void what_is_cut_off_anywhere_fails_and_nothing_of_it_runs() throws Exception {
        for (int length = 0; length < sent.length(); length++) {
            assertThat(exit("/usr/bin:/bin", sent.substring(0, length)))
                    .as("%d of %d bytes", length, sent.length())
                    .isNotZero();
        }
        assertThat(ran()).isFalse();
    }

    @Test
    void a_reader_that_is_killed_or_not_there_fails() throws Exception {
        assertThat(exit(directory.toString(), sent)).isNotZero();
        Path head = Files.writeString(directory.resolve("head"), "#!/bin/sh\nkill -9 $$\n");
        assertThat(head.toFile().setExecutable(true)).isTrue();
        assertThat(exit(directory.toString(), sent)).isNotZero();
        assertThat(ran()).isFalse();
    }
}
