package io.upkeep.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Takes off the {@code aws-chunked} content encoding: chunks of {@code <hex size>[;chunk-signature=…]}, then trailers
 * such as {@code x-amz-checksum-crc32:…}, known when the end was read.
 */
final class AwsChunkedInputStream extends InputStream {

    private static final int LONGEST_LINE = 1024;

    private final InputStream source;
    private final Map<String, String> trailers = new HashMap<>();
    private long left;
    private boolean first = true;
    private boolean ended;

    AwsChunkedInputStream(InputStream source) {
        this.source = source;
    }

    /** Lower-case names; empty before the end. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = source.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the body ends within a chunk");
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (!first && !line().isEmpty()) {
            throw S3Error.invalid("a chunk is longer than it says");
        }
        first = false;
        String header = line();
        int end = header.indexOf(';');
        try {
            left = Long.parseLong(end < 0 ? header : header.substring(0, end), 16);
        } catch (NumberFormatException failure) {
            throw S3Error.invalid("'" + header + "' is not the start of a chunk");
        }
        if (left == 0) {
            ended = true;
            readTrailers();
        }
    }

    private void readTrailers() throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            trailers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = source.read(); next >= 0 && next != '\n'; next = source.read()) {
            line.append((char) next);
            if (line.length() > LONGEST_LINE) {
                throw S3Error.invalid("a chunk header is too long");
            }
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
    }
}
