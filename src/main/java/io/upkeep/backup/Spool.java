package io.upkeep.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one thread writes, for another that reads it meanwhile, or later. A writer never waits for the reader: as long as that
 * one keeps up, there are {@value #MEMORY} bytes of memory between them; what is more lies in a file that is gone when the reader
 * is closed, a process that dies included. Closed by the writer when all is written.
 */
final class Spool extends OutputStream {

    static final int MEMORY = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final Path file;
    /** Only a reader that is there makes memory worth its place; before it comes, all goes to the file. */
    private byte[] ring;

    private int start;
    private int size;
    private FileChannel channel;
    private long written;
    private long read;
    private boolean whole;
    private boolean abandoned;
    private String failure;

    /** @param file where what finds no room in memory lies; not there yet */
    Spool(Path file) {
        this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        throwFailure();
        if (abandoned) {
            throw new IOException("nobody reads it any more");
        }
        int kept = read == written ? keep(bytes, offset, length) : 0;
        if (kept < length) {
            append(ByteBuffer.wrap(bytes, offset + kept, length - kept));
        }
        notifyAll();
    }

    /** In order: what is in memory is older than what is in the file. */
    private int keep(byte[] bytes, int offset, int length) {
        if (ring == null) {
            return 0;
        }
        int fits = Math.min(length, MEMORY - size);
        int at = (start + size) % MEMORY;
        int first = Math.min(fits, MEMORY - at);
        System.arraycopy(bytes, offset, ring, at, first);
        System.arraycopy(bytes, offset + first, ring, 0, fits - first);
        size += fits;
        return fits;
    }

    private void append(ByteBuffer bytes) throws IOException {
        if (channel == null) {
            channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }
        while (bytes.hasRemaining()) {
            written += channel.write(bytes, written);
        }
    }

    /** Says that this was all. */
    @Override
    public synchronized void close() throws IOException {
        throwFailure();
        whole = true;
        notifyAll();
    }

    /** Fails the reader and the writer, where they are not done: what was written is worth nothing. */
    synchronized void fail(String why) {
        if (failure == null) {
            failure = why;
        }
        abandon();
        notifyAll();
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    /** What is written, from its start; waits for what is not written yet. Asked for once. */
    synchronized InputStream reader() {
        ring = new byte[MEMORY];
        return new Reader();
    }

    private synchronized int take(byte[] bytes, int offset, int length) throws IOException {
        while (size == 0 && read == written && !whole) {
            throwFailure();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while it was waited for");
            }
        }
        throwFailure();
        if (size > 0) {
            return takeFromMemory(bytes, offset, length);
        }
        return read < written ? takeFromFile(bytes, offset, length) : -1;
    }

    private int takeFromMemory(byte[] bytes, int offset, int length) {
        int count = Math.min(Math.min(length, size), MEMORY - start);
        System.arraycopy(ring, start, bytes, offset, count);
        start = (start + count) % MEMORY;
        size -= count;
        return count;
    }

    private int takeFromFile(byte[] bytes, int offset, int length) throws IOException {
        int count = channel.read(ByteBuffer.wrap(bytes, offset, length), read);
        if (count < 0) {
            throw new IOException(file + " is shorter than what was written to it");
        }
        read += count;
        if (read == written) {
            channel.truncate(0);
            read = 0;
            written = 0;
        }
        return count;
    }

    private synchronized void abandon() {
        abandoned = true;
        ring = null;
        size = 0;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.warn("what lies in {} could not be given back: {}", file, e.toString());
        }
    }

    private final class Reader extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return length == 0 ? 0 : take(bytes, offset, length);
        }

        @Override
        public void close() {
            abandon();
        }
    }
}
