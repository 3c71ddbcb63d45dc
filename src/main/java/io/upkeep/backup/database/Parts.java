package io.upkeep.backup.database;

import java.io.IOException;
import java.io.OutputStream;

/** A stream of unknown length as files of one size: {@code 3-dump/000001}, {@code 3-dump/000002}, … */
final class Parts extends OutputStream {

    static final int SIZE = 4 << 20;

    private final DumpWriter files;
    private final String prefix;
    private final byte[] buffer;
    private int filled;
    private int part;

    /** @param buffer of the caller's, so that many streams after each other need only one */
    Parts(DumpWriter files, String prefix, byte[] buffer) {
        this.files = files;
        this.prefix = prefix;
        this.buffer = buffer;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, buffer.length - filled);
            System.arraycopy(bytes, from, buffer, filled, taken);
            filled += taken;
            from += taken;
            left -= taken;
            if (filled == buffer.length) {
                next();
            }
        }
    }

    private void next() throws IOException {
        part++;
        files.file("%s/%06d".formatted(prefix, part), buffer, filled);
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (filled > 0) {
            next();
        }
    }
}
