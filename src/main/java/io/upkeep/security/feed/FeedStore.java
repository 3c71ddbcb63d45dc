package io.upkeep.security.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** The feeds as they were mirrored last, on this node: a file per suite, as old as its feed. Replaced whole or not at all. */
final class FeedStore {

    private final Path directory;

    FeedStore(Path directory) {
        this.directory = directory;
    }

    Path file(String suite) {
        return directory.resolve(suite);
    }

    Optional<byte[]> read(String suite) {
        try {
            return Files.isRegularFile(file(suite)) ? Optional.of(Files.readAllBytes(file(suite))) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(file(suite) + " cannot be read", failure);
        }
    }

    Instant builtAt(String suite) {
        try {
            return Files.getLastModifiedTime(file(suite)).toInstant();
        } catch (IOException failure) {
            throw new UncheckedIOException(file(suite) + " cannot be read", failure);
        }
    }

    void replace(String suite, byte[] feed, Instant builtAt) {
        try {
            Files.createDirectories(directory);
            Path part = Files.createTempFile(directory, "." + suite, ".part");
            try {
                Files.write(part, feed);
                Files.setLastModifiedTime(part, FileTime.from(builtAt));
                Files.move(part, file(suite), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(file(suite) + " cannot be written", failure);
        }
    }
}
