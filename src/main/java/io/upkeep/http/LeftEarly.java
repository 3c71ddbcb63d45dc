package io.upkeep.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a server sends. Closed before its end, it ends the connection: HTTP clients by themselves read the rest first, which of a large
 * archive takes hours, and of an answer that never ends forever.
 */
public class LeftEarly extends FilterInputStream {

    private final Runnable hangUp;
    private boolean ended;

    /** @param hangUp ends the connection without reading on */
    public LeftEarly(InputStream sent, Runnable hangUp) {
        super(sent);
        this.hangUp = hangUp;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
            hangUp.run();
        }
        super.close();
    }
}
