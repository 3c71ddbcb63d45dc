package io.upkeep.backup.database;

import io.upkeep.backup.BackupRefused;
import io.upkeep.backup.EntryPath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program of PostgreSQL's that runs: its input and output are streams, what it says of errors is kept for the message. The
 * password reaches it through its environment only. Closing ends it.
 */
final class PgProgram implements AutoCloseable {

    private static final int TOLD = 2000;
    private static final int END_SECONDS = 60;

    private final String name;
    private final Process process;
    private final Path errors;

    private PgProgram(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
    }

    static PgProgram start(List<String> words, Place database) throws IOException {
        Path errors = Files.createTempFile("upkeep-pg", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
            database.describe(builder.environment());
            return new PgProgram(words.get(0), builder.start(), errors);
        } catch (IOException notStarted) {
            Files.deleteIfExists(errors);
            throw notStarted;
        }
    }

    /** The first program of this name in the directories of a PATH. */
    static Optional<Path> onPath(String path, String name) {
        return Arrays.stream(String.valueOf(path).split(File.pathSeparator, -1))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    InputStream output() {
        return process.getInputStream();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    /** Says that nothing more comes; a program that has gone already tells why by its exit code. */
    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // requireSuccess tells what it said
        }
    }

    /** Waits for its end, after its streams have ended. */
    void requireSuccess(String what) throws IOException {
        boolean ended;
        try {
            ended = process.waitFor(END_SECONDS, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupRefused(name + " was interrupted; run it again", e);
        }
        if (!ended || process.exitValue() != 0) {
            throw new BackupRefused("%s did not %s: %s".formatted(name, what, ended ? said() : "it did not end"));
        }
    }

    /** What it said of errors, as one harmless line. */
    String said() throws IOException {
        String text = Files.readString(errors, StandardCharsets.UTF_8).strip();
        return EntryPath.shown(text.substring(Math.max(0, text.length() - TOLD)).replaceAll("\\s+", " "));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }
}
