package io.upkeep.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file that goes to the disk while it is written, each {@value #PORTION} bytes, so that the caller, who must make it durable,
 * waits for what was written last only. A file that is there is replaced. Not for many writers.
 */
final class FlushedFile extends OutputStream {

    static final int PORTION = 16 * 1024 * 1024;

    private final FileChannel file;
    private final Disk disk;
    private long unflushed;

    /** Where what was written is kept when it returns. */
    @FunctionalInterface
    interface Disk {
        void take(FileChannel written) throws IOException;
    }

    FlushedFile(Path path) throws IOException {
        this(path, written -> written.force(false));
    }

    FlushedFile(Path path, Disk disk) throws IOException {
        this.disk = disk;
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        while (left.hasRemaining()) {
            file.write(left);
        }
        unflushed += length;
        if (unflushed >= PORTION) {
            disk.take(file);
            unflushed = 0;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
