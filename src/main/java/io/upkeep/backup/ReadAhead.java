package io.upkeep.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads another stream in a thread of its own while the reader works on what came before; no more than {@value #BLOCKS} blocks
 * of 256 KiB ahead. What fails on the other side fails the reader, with the same exception, after all that came before it.
 * Closing waits until the thread has ended and leaves the other stream open. Not for many readers.
 */
final class ReadAhead extends InputStream {

    static final int BLOCKS = 4;
    static final int BLOCK = 256 * 1024;

    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final InputStream from;
    private final Thread thread;
    /** Both with room for the end, so that adding never waits. */
    private final BlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(BLOCKS + 1);

    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(BLOCKS + 1);

    private ByteBuffer current = END;
    private boolean started;
    private boolean ended;
    /** Written before the end is added, read after it was taken. */
    private Throwable failure;

    private volatile boolean closed;

    /**
     * Starts no thread yet: it is there from the first read on.
     *
     * @param from nobody else reads it until this one is closed
     * @param name of the thread
     */
    ReadAhead(InputStream from, String name) {
        this.from = from;
        this.thread = new Thread(this::readAll, name);
        thread.setDaemon(true);
    }

    @Override
    public int read() throws IOException {
        return next() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!next()) {
            return -1;
        }
        int read = Math.min(length, current.remaining());
        current.get(bytes, offset, read);
        return read;
    }

    private boolean next() throws IOException {
        if (closed) {
            throw new IOException("it is closed already");
        }
        if (current.hasRemaining()) {
            return true;
        }
        if (!ended) {
            advance();
        }
        if (ended) {
            throwFailure();
        }
        return !ended;
    }

    private void advance() throws InterruptedIOException {
        if (!started) {
            started = true;
            thread.start();
        }
        if (current.capacity() > 0) {
            empty.add(current.clear());
            current = END;
        }
        try {
            current = full.take();
            ended = !current.hasRemaining();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it was read");
        }
    }

    private void throwFailure() throws IOException {
        if (failure instanceof IOException failed) {
            throw failed;
        }
        if (failure instanceof RuntimeException failed) {
            throw failed;
        }
        if (failure != null) {
            throw new IOException(failure.toString(), failure);
        }
    }

    private void readAll() {
        try {
            boolean more = true;
            for (int made = 0; more; made++) {
                ByteBuffer block = made < BLOCKS ? ByteBuffer.allocate(BLOCK) : empty.take();
                more = !closed && fill(block);
                if (block.flip().hasRemaining()) {
                    full.add(block);
                }
            }
        } catch (InterruptedException e) {
            failure = e;
        } finally {
            full.add(END);
        }
    }

    /** What was read before a failure counts: it may hold the difference that is looked for. */
    private boolean fill(ByteBuffer block) {
        try {
            while (block.hasRemaining()) {
                int read = from.read(block.array(), block.arrayOffset() + block.position(), block.remaining());
                if (read < 0) {
                    return false;
                }
                block.position(block.position() + read);
            }
            return true;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            return false;
        }
    }

    /** Waits for a read that goes on; nothing is read any more afterwards. Closed again, nothing happens. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (started) {
            empty.add(END);
            WriteBehind.awaitEnd(thread);
        }
    }
}
