package io.upkeep.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of an answer, read within its limits; closed before its end, it ends the connection. */
final class LimitedBody extends HttpEntityWrapper {

    private final HttpEntity body;
    private final AnswerLimits limits;
    private final Runnable hangUp;
    private InputStream content;

    LimitedBody(HttpEntity body, AnswerLimits limits, Runnable hangUp) {
        super(body);
        this.body = body;
        this.limits = limits;
        this.hangUp = hangUp;
    }

    @Override
    public InputStream getContent() throws IOException {
        if (content == null) {
            InputStream whole = body.getContent();
            content = whole == null ? null : new Content(whole);
        }
        return content;
    }

    private final class Content extends LeftEarly {

        private final long until = System.nanoTime() + limits.within().toNanos();
        private long got;

        Content(InputStream whole) {
            super(whole, hangUp);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            got += Math.max(0, read);
            if (got > limits.bytes()) {
                throw new IOException("the answer is larger than " + limits.bytes() + " bytes");
            }
            if (read >= 0 && System.nanoTime() - until > 0) {
                throw new IOException(
                        "the answer was not all there after " + limits.within().toSeconds() + " s (" + got + " bytes)");
            }
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            return readNBytes((int) Math.min(bytes, 8192)).length;
        }
    }
}
