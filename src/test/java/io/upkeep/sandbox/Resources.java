package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The sandbox's files on the class path, and file trees on disk. */
final class Resources {

    private Resources() {}

    /** A directory below {@code src/test/resources/sandbox}. */
    static Path directory(String name) {
        try {
            return Path.of(Resources.class.getResource("/sandbox/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("no directory /sandbox/" + name + " on the class path", impossible);
        }
    }

    /** All regular files below a directory, as paths relative to it, sorted. */
    static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(directory::relativize)
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + directory, failure);
        }
    }

    /** Deletes a directory with all it holds; nothing happens when it does not exist. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + directory, failure);
        }
    }
}
