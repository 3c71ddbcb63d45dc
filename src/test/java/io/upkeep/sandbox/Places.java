package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where tests keep files: below a folder of their JVM's own, since the build runs test classes in several at once. A JVM that a
 * killed build has left behind still works in its folder, and would change hosts under another's tests: it is waited for.
 */
public final class Places {

    private static final Path OF_THIS_JVM = Path.of(System.getProperty("upkeep.test.place", "target"));

    /** Held until this JVM ends. */
    private static final FileLock OURS = take();

    private Places() {}

    /** The absolute path of a folder that no other JVM uses; it may not exist yet. */
    public static Path of(String first, String... more) {
        if (!OURS.isValid()) {
            throw new IllegalStateException("the lock of " + OF_THIS_JVM + " was given up");
        }
        return OF_THIS_JVM.resolve(Path.of(first, more)).toAbsolutePath();
    }

    private static FileLock take() {
        Path file = OF_THIS_JVM.resolve("tests.lock");
        try {
            Files.createDirectories(OF_THIS_JVM);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                System.err.println("another JVM runs tests in " + OF_THIS_JVM.toAbsolutePath()
                        + ", of a killed build maybe: waiting until it ends (lsof " + file + " names it)");
                lock = channel.lock();
            }
            return lock;
        } catch (IOException failure) {
            throw new UncheckedIOException("the lock " + file + " cannot be taken", failure);
        }
    }
}
