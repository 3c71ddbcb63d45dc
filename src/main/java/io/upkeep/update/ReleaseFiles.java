package io.upkeep.update;

import io.upkeep.text.Sha256;
import io.upkeep.text.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads releases: {@code <directory>/<version>/release.yaml} and {@code migrations/<name>.{up,down}.sql} beside it. */
final class ReleaseFiles {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    private static final String SQL = ".sql";
    private static final String UP = ".up.sql";
    private static final String DOWN = ".down.sql";
    private static final int LARGEST = 1024 * 1024;
    private static final int MOST_NAMED = 10;

    private final Path directory;

    ReleaseFiles(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** Whether it can be said which there are: a place that is not there now may be a disk that is not. */
    boolean canBeListed() {
        return Files.isDirectory(directory) && Files.isReadable(directory);
    }

    /** The versions there are, oldest first: 1.9 before 1.10. */
    List<String> versions() {
        try (Stream<Path> all = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return all.filter(path -> Files.isRegularFile(path.resolve("release.yaml")))
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(NAME))
                    .sorted(ReleaseFiles::older)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory + " (upkeep.releases.directory)", e);
        }
    }

    /**
     * Reads a release.
     *
     * @throws UpdateRefused naming what is missing or wrong
     */
    Release read(String version) {
        List<String> there = versions();
        if (!there.contains(version)) {
            throw new UpdateRefused("there is no release '%s' in %s (upkeep.releases.directory)%s"
                    .formatted(Shown.of(version), directory, instead(there)));
        }
        Map<String, String> files = files(directory.resolve(version));
        ReleaseText text = new ReleaseText(version, files.get("release.yaml"));
        return new Release(
                version,
                text.type(),
                text.isMajor(),
                text.images("images", "worker"),
                text.images("rollouts", "virtual-queue-api/api"),
                migrations(version, files),
                sha256(files));
    }

    /** A mistyped version is most often a new one's. */
    private static String instead(List<String> there) {
        if (there.isEmpty()) {
            return ", nor any other; put one there as 1.4.0/release.yaml and write version=1.4.0";
        }
        int older = Math.max(0, there.size() - MOST_NAMED);
        return "; there are: %s%s; write for example version=%s"
                .formatted(
                        older == 0 ? "" : older + " older ones, ",
                        String.join(", ", there.subList(older, there.size())),
                        there.get(there.size() - 1));
    }

    private static List<Migration> migrations(String version, Map<String, String> files) {
        List<Migration> migrations = new ArrayList<>();
        files.keySet().stream()
                .filter(name -> name.endsWith(SQL) && !isOfMigration(name, files))
                .findFirst()
                .ifPresent(name -> {
                    throw new UpdateRefused(
                            "release %s: %s belongs to no migration; write migrations/001-name.up.sql and migrations/001-name.down.sql"
                                    .formatted(version, name));
                });
        files.forEach((name, up) -> {
            if (name.startsWith("migrations/") && name.endsWith(UP)) {
                String base = name.substring(0, name.length() - UP.length());
                String down = files.get(base + DOWN);
                if (down == null || down.isBlank()) {
                    throw new UpdateRefused(
                            "release %s: %s has no way back; write %s beside it".formatted(version, name, base + DOWN));
                }
                migrations.add(new Migration(base.substring("migrations/".length()), up, down));
            }
        });
        return migrations;
    }

    private static boolean isOfMigration(String name, Map<String, String> files) {
        boolean isWayBack =
                name.endsWith(DOWN) && files.containsKey(name.substring(0, name.length() - DOWN.length()) + UP);
        return name.startsWith("migrations/") && (name.endsWith(UP) || isWayBack);
    }

    private static Map<String, String> files(Path root) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root, 4)) {
            for (Path file : tree.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                if (Files.size(file) > LARGEST) {
                    throw new UpdateRefused(
                            file + " is larger than 1 MiB; a release names images, it does not hold them");
                }
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UpdateRefused("release %s cannot be read: %s".formatted(root.getFileName(), e.getMessage()), e);
        }
        return files;
    }

    private static String sha256(Map<String, String> files) {
        MessageDigest digest = Sha256.digest();
        files.forEach((name, text) -> {
            for (String part : List.of(name, text)) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
        });
        return Sha256.hex(digest);
    }

    /** Numbers are compared as numbers. */
    static int older(String a, String b) {
        String[] these = a.split("[._-]", -1);
        String[] those = b.split("[._-]", -1);
        for (int i = 0; i < Math.min(these.length, those.length); i++) {
            boolean numbers = these[i].matches("\\d{1,18}") && those[i].matches("\\d{1,18}");
            int order = numbers
                    ? Long.compare(Long.parseLong(these[i]), Long.parseLong(those[i]))
                    : these[i].compareTo(those[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(these.length, those.length);
    }
}
