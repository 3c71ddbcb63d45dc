package io.upkeep.backup.database;

import io.upkeep.backup.BackupRefused;
import io.upkeep.backup.EntryPath;
import io.upkeep.target.Target;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code pg_dump} of this machine. Its output goes straight to a file; the password reaches it through its environment
 * only, never through the command line that every user of the machine can read.
 *
 * @param version as it says itself: {@code 15.18}
 */
public record PgDump(Path program, String version) {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)[\\w.]*)");
    private static final String END = "PostgreSQL database dump complete";
    private static final int TAIL = 512;
    private static final long MINUTES = 10;

    /** The first one on the PATH, when its major version is at least the server's: an older one refuses to dump. */
    public static Optional<PgDump> onPath(String path, int serverMajor) {
        return Arrays.stream(String.valueOf(path).split(File.pathSeparator, -1))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, "pg_dump"))
                .filter(Files::isExecutable)
                .findFirst()
                .flatMap(program -> suitable(program, serverMajor));
    }

    private static Optional<PgDump> suitable(Path program, int serverMajor) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version").start();
            String said = new String(process.getInputStream().readNBytes(TAIL), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            return finished(process, 10) && version.find() && Integer.parseInt(version.group(2)) >= serverMajor
                    ? Optional.of(new PgDump(program, version.group(1)))
                    : Optional.empty();
        } catch (IOException notRunnable) {
            return Optional.empty();
        }
    }

    /** Dumps the schema; returns what made it. */
    public String dump(Target database, Path file) throws IOException {
        Path errors = Files.createTempFile(file.getParent(), "pg_dump", ".err");
        try {
            Process process = start(database, file, errors);
            boolean ended = finished(process, TimeUnit.MINUTES.toSeconds(MINUTES));
            if (!ended || process.exitValue() != 0 || !tail(file).contains(END)) {
                throw new BackupRefused("%s did not dump the schema of %s: %s; run it by hand as the same user"
                        .formatted(
                                program,
                                database.name(),
                                ended ? EntryPath.shown(tail(errors)) : "not done in 10 minutes"));
            }
            return "pg_dump " + version;
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private Process start(Target database, Path file, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                List.of(program.toString(), "--schema-only", "--no-password", "--lock-wait-timeout=60000"));
        Place.of(database).describe(builder.environment());
        return builder.redirectOutput(file.toFile())
                .redirectError(errors.toFile())
                .start();
    }

    /** Dumps everything as of an exported snapshot, in pg_restore's format and not compressed; returns what made it. */
    String stream(Place database, String snapshot, OutputStream out) throws IOException {
        List<String> words = List.of(
                program.toString(),
                "--format=custom",
                "--compress=0",
                "--no-password",
                "--no-tablespaces",
                "--lock-wait-timeout=60000",
                "--snapshot=" + snapshot);
        try (PgProgram dump = PgProgram.start(words, database)) {
            dump.output().transferTo(out);
            dump.requireSuccess("dump " + database + "; run it by hand as the same user");
        }
        return "pg_dump " + version + ", custom format";
    }

    /** Waits; a process that is not done by then is ended. */
    private static boolean finished(Process process, long seconds) {
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new BackupRefused("the dump was interrupted; run the backup again", e);
        }
    }

    private static String tail(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(TAIL, in.length())];
            in.seek(in.length() - bytes.length);
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
