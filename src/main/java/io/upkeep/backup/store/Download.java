package io.upkeep.backup.store;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * An object that is read. Closed before its end, it ends the connection: the SDK's client by itself would read the rest first, which
 * of a large archive takes hours that somebody waits for after a full disk.
 */
final class Download extends FilterInputStream {

    private final ResponseInputStream<?> object;
    private boolean ended;

    Download(ResponseInputStream<?> object) {
        super(object);
        this.object = object;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        ended |= read < 0;
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        ended |= read < 0;
        return read;
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            object.abort();
        }
        super.close();
    }
}
