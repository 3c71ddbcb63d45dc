package io.upkeep.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.TaggedInputStream;
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
    private final byte[] beginning = new byte[SMALL];
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private volatile RuntimeException failure;

    /** @param places where a file of the archive belongs; throws when it must not be anywhere */
    RestoredFiles(Function<String, Path> places) {
        this.places = places;
    }

    /**
     * Takes one; small ones are written later.
     *
     * @throws IOException when the content cannot be read
     * @throws UncheckedIOException when it cannot be written, or one that was taken before could not
     */
    @Override
    public void take(String name, InputStream content) throws IOException {
        throwFailure();
        Path path = places.apply(name);
        int length = content.readNBytes(beginning, 0, SMALL);
        if (length == SMALL) {
            writeLarge(path, content);
            return;
        }
        byte[] whole = Arrays.copyOf(beginning, length);
        int needs = Math.max(1, length); // an empty file is waited for, too
        room.acquireUninterruptibly(needs);
        writers.execute(() -> {
            try {
                write(path, file -> file.write(whole));
            } catch (IOException e) {
                failure = cannotWrite(path, e);
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                room.release(needs);
            }
        });
    }

    private void writeLarge(Path path, InputStream content) throws IOException {
        // tells what cannot be read from what cannot be written: a full disk says nothing about the archive
        TaggedInputStream rest = new TaggedInputStream(content);
        try {
            write(path, file -> {
                file.write(beginning);
                IOUtils.copyLarge(rest, file, beginning);
            });
        } catch (IOException e) {
            rest.throwIfCauseOf(e);
            throw cannotWrite(path, e);
        }
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream file) throws IOException;
    }

    private static void write(Path path, Content content) throws IOException {
        // asked first: to make one that is there costs an exception, for every file
        if (!Files.isDirectory(path.getParent(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(path.getParent());
        }
        try (OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.writeTo(file);
        }
    }

    static UncheckedIOException cannotWrite(Path path, IOException e) {
        return new UncheckedIOException(
                "%s cannot be written: %s; is there room for it?".formatted(path, e.toString()), e);
    }

    private void throwFailure() {
        RuntimeException failed = failure;
        if (failed instanceof UncheckedIOException unwritten) {
            // a new one each time: one that is thrown twice cannot be suppressed by itself
            throw new UncheckedIOException(unwritten.getMessage(), unwritten.getCause());
        }
        if (failed != null) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
    }

    /** Waits until all that were taken are written; throws when one is not. */
    void finish() {
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
