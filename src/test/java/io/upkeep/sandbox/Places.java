package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Where tests keep files: below a folder of their JVM's own, since the build runs test classes in several at once. A JVM that a
 * killed build has left behind still works in its folder, and would change hosts under another's tests: it is waited for.
 *
 * <p>The folder is in memory where there is room: servers are made and thrown away all the time, a thousand files each, and a disk's
 * file system takes a sixth of all processor time for it.
 */
public final class Places {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 8L << 30;

    private static final Path OF_THIS_JVM =
            inMemory(Path.of(System.getProperty("upkeep.test.place", "target")).toAbsolutePath());

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

    /** The folder's stand-in in memory, of this clone alone; the folder itself where that has no room or lets no script run. */
    private static Path inMemory(Path folder) {
        Path base = MEMORY.resolve("upkeep-tests-" + Integer.toHexString(folder.hashCode()));
        try {
            if (isBenchmark()
                    || !Files.isDirectory(MEMORY)
                    || Files.getFileStore(MEMORY).getUsableSpace() < ROOM) {
                return folder;
            }
            Files.createDirectories(base);
            Path script = Files.createTempFile(base, "script", ".sh");
            try {
                // a container's is often mounted with noexec
                return script.toFile().setExecutable(true) && Files.isExecutable(script) ? base : folder;
            } finally {
                Files.delete(script);
            }
        } catch (IOException notOurs) {
            return folder;
        }
    }

    /** As {@code -Dtest} names it. Benchmarks measure disks, and write more than memory holds. */
    private static boolean isBenchmark() {
        return System.getProperty("test", "").contains("Bench");
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
            if (OF_THIS_JVM.startsWith(MEMORY)) {
                empty(file); // mvn clean does not reach there
            }
            return lock;
        } catch (IOException failure) {
            throw new UncheckedIOException("the lock " + file + " cannot be taken", failure);
        }
    }

    /** Of what the last build left, but for the lock. */
    private static void empty(Path lock) throws IOException {
        try (Stream<Path> left = Files.list(OF_THIS_JVM)) {
            left.filter(path -> !path.equals(lock)).forEach(Resources::delete);
        }
    }
}
