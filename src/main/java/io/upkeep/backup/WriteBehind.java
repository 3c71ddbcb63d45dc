package io.upkeep.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Hands what is written over to a thread of its own, which writes it to another stream, in order, while the writer goes on.
 * No more than {@value #BLOCKS} blocks of 2 MiB are on the way: a writer that is faster waits. What fails on the other side,
 * and an interrupted wait, fail every later write and the closing; no further block is written then. Must be closed: only
 * then all is written and the thread has ended. Not for many writers.
 */
final class WriteBehind extends OutputStream {

    /** One is filled and one is written, the third evens out the difference between both. */
    static final int BLOCKS = 3;
    /** As much as the compressor takes at once. */
    static final int BLOCK = ZstdFrames.FRAME;

    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final OutputStream to;
    private final Thread thread;
    private final BlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(BLOCKS);
    /** With room for the end, so that adding never waits. */
    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(BLOCKS + 1);

    private ByteBuffer current;
    private int made;
    private boolean closed;
    private volatile Throwable failure;

    /**
     * Starts no thread yet: it is there from the first block on.
     *
     * @param to nobody else writes to it; closed with this one
     * @param name of the thread
     */
    WriteBehind(OutputStream to, String name) {
        this.to = to;
        this.thread = new Thread(this::takeAll, name);
        thread.setDaemon(true);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("it is closed already");
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            throwFailure();
            if (current == null) {
                current = emptyBlock();
            }
            int fits = Math.min(left, current.remaining());
            current.put(bytes, from, fits);
            from += fits;
            left -= fits;
            if (!current.hasRemaining()) {
                hand();
            }
        }
    }

    private ByteBuffer emptyBlock() throws IOException {
        if (made < BLOCKS) {
            made++;
            return ByteBuffer.allocate(BLOCK);
        }
        try {
            return empty.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while it was written");
            failure = interrupted;
            throw interrupted;
        }
    }

    private void hand() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        full.add(current.flip());
        current = null;
    }

    /** Goes on after a failure and throws away, so that the writer never waits for a thread that is gone. */
    private void takeAll() {
        while (true) {
            try {
                ByteBuffer block = full.take();
                if (!block.hasRemaining()) {
                    return;
                }
                write(block);
                empty.add(block.clear());
            } catch (InterruptedException e) {
                failure = e;
            }
        }
    }

    private void write(ByteBuffer block) {
        if (failure == null) {
            try {
                to.write(block.array(), block.arrayOffset(), block.limit());
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
        }
    }

    /** A new exception each time: one that is thrown twice cannot be suppressed by itself. */
    private void throwFailure() throws IOException {
        Throwable failed = failure;
        if (failed != null) {
            throw new IOException(failed instanceof IOException ? failed.getMessage() : failed.toString(), failed);
        }
    }

    /** Waits until all is written, whatever happens meanwhile; closed again, nothing happens. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (to) {
            if (current != null && failure == null) {
                hand();
            }
            if (thread.getState() != Thread.State.NEW) {
                full.add(END);
                awaitEnd(thread);
            }
            throwFailure();
        }
    }

    /** Also for an interrupted thread, which is told afterwards: what the other one uses must not be taken from it. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
