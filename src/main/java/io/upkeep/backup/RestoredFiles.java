package io.upkeep.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Writes files as they come out of an archive. Small ones are written by threads of their own while the next are read, opened
 * and compared: making a file may wait for the disk, which takes several at once. Memory is bounded, whatever the archive
 * holds. Not for many threads.
 */
final class RestoredFiles implements Verification.FileTaker, AutoCloseable {

    private static final int WRITERS = 8;
    private static final int SMALL = 1 << 20;
    private static final int MOST_WAITING = 16 << 20;

    private final Function<String, Path> places;
    private final ExecutorService writers =
            Executors.newFixedThreadPool(WRITERS, new CustomizableThreadFactory("restored-files-"));
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private volatile Exception failure;

    /** @param places where a file of the archive belongs; throws when it must not be anywhere */
    RestoredFiles(Function<String, Path> places) {
        this.places = places;
    }

    /** Throws also what became of a file that was taken before. */
    @Override
    public void take(String name, InputStream content) throws IOException {
        throwFailure();
        Path path = places.apply(name);
        byte[] beginning = content.readNBytes(SMALL);
        if (beginning.length == SMALL) {
            write(path, new SequenceInputStream(new ByteArrayInputStream(beginning), content));
            return;
        }
        int needs = Math.max(1, beginning.length); // an empty file is waited for, too
        room.acquireUninterruptibly(needs);
        writers.execute(() -> {
            try {
                write(path, new ByteArrayInputStream(beginning));
            } catch (IOException | RuntimeException e) {
                failure = e;
            } finally {
                room.release(needs);
            }
        });
    }

    private static void write(Path path, InputStream content) throws IOException {
        // asked first: to make one that is there costs an exception, for every file
        if (!Files.isDirectory(path.getParent(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(path.getParent());
        }
        Files.copy(content, path);
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** Waits until all that were taken are written; throws when one is not. */
    void finish() throws IOException {
        room.acquireUninterruptibly(MOST_WAITING);
        room.release(MOST_WAITING);
        throwFailure();
    }

    /** What waits to be written is given up; nothing is written any more afterwards. */
    @Override
    public void close() {
        writers.shutdownNow();
        try {
            if (!writers.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException(
                        "a file is being written for more than a minute; does the disk answer?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
