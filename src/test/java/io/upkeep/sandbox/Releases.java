package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Releases of the virtual queue: 1.1.0 is a good feature with a migration, 1.1.1 a bugfix, 1.2.0 a feature whose images never
 * become healthy, 2.0.0 is major.
 */
public final class Releases {

    private static final String UP = """
            ALTER TABLE tickets ADD COLUMN priority integer NOT NULL DEFAULT 0;
            CREATE INDEX tickets_priority ON tickets (priority) WHERE state = 'waiting';
            """;
    private static final String DOWN = """
            DROP INDEX tickets_priority;
            ALTER TABLE tickets DROP COLUMN priority;
            """;

    private Releases() {}

    static void write(Path directory) {
        write(directory, "1.1.0", "feature", "1.1.0", "");
        file(directory, "1.1.0/migrations/001-ticket-priority.up.sql", UP);
        file(directory, "1.1.0/migrations/001-ticket-priority.down.sql", DOWN);
        write(directory, "1.1.1", "bugfix", "1.1.0", "");
        write(directory, "1.2.0", "feature", "1.2.0", "");
        file(directory, "1.2.0/migrations/001-ticket-priority.up.sql", UP);
        file(directory, "1.2.0/migrations/001-ticket-priority.down.sql", DOWN);
        write(directory, "2.0.0", "feature", "1.1.0", "major: true\n");
    }

    /** The image of a version in the sandbox's registry, by digest. */
    public static String image(String name, String version) {
        String full = "registry.example.org/virtual-queue-" + name;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((full + ":" + version).getBytes(StandardCharsets.UTF_8));
            return full + "@sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(Path directory, String version, String type, String images, String more) {
        file(directory, version + "/release.yaml", """
                type: %s
                %simages:
                  worker: %s
                rollouts:
                  virtual-queue-api/api: %s
                """.formatted(
                        type, more, image("worker", images), image("api", images)));
    }

    /** Writes a file below a directory. */
    public static void file(Path directory, String name, String text) {
        try {
            Files.createDirectories(directory.resolve(name).getParent());
            Files.writeString(directory.resolve(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + name + " below " + directory, failure);
        }
    }
}
