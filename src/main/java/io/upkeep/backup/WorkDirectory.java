package io.upkeep.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * A run's own directory for temporary files, named by the run and readable by nobody else. Its name follows from the run's
 * id, so that a rollback finds it after a crash.
 */
@Component
class WorkDirectory {

    private static final String INCOMING = "incoming";

    private final Path root;

    WorkDirectory(@Value("${upkeep.backup.work-directory:${upkeep.data-directory:./data}/work}") Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The directory of a run, empty: what an earlier attempt left there is removed. */
    Path fresh(UUID run) {
        delete(run);
        return existing(run);
    }

    /** The directory of a run, made when it is not there. */
    Path existing(UUID run) {
        Path directory = of(run);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        try {
            Files.createDirectories(root);
            boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
            return posix
                    ? Files.createDirectory(
                            directory,
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                    : Files.createDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make a work directory in " + root + " (upkeep.backup.work-directory)", e);
        }
    }

    /** A directory in that of a run, made when it is not there. */
    Path below(UUID run, String name) {
        try {
            return Files.createDirectories(existing(run).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + of(run).resolve(name), e);
        }
    }

    /** Removes a directory in that of a run. */
    void remove(UUID run, String name) {
        delete(of(run).resolve(name));
    }

    /** The directory of a run, there or not. */
    Path of(UUID run) {
        return root.resolve(run.toString());
    }

    /**
     * Moves a file that was received below {@code incoming} to its place.
     *
     * @throws BackupRefused when it lies elsewhere: what a run takes over was received for a run
     */
    void take(Path received, Path place) {
        Path file = received.toAbsolutePath().normalize();
        if (!file.startsWith(root.resolve(INCOMING))) {
            throw new BackupRefused(
                    "'" + received + "' does not lie in " + root.resolve(INCOMING)
                            + "; in the route write output: file, directory: \"{{upkeep.backup.work-directory}}/incoming/<pipeline>\"");
        }
        try {
            Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move " + file + " to " + place, e);
        }
    }

    /**
     * Removes what a pipeline received and never took over, as after a failure. One run of it goes on at a time, so nothing
     * there is anyone else's.
     */
    void clearIncoming(String pipeline) {
        delete(root.resolve(INCOMING).resolve(Path.of(pipeline).getFileName()));
    }

    /** Removes a run's directory; nothing happens when there is none. Links are removed, not followed. */
    void delete(UUID run) {
        delete(of(run));
    }

    /** Removes any tree. Links are removed, not followed. */
    void deleteTree(Path directory) {
        delete(directory);
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new Deleting());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the work directory " + directory, e);
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
