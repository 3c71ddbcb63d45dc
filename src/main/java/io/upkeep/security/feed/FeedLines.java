package io.upkeep.security.feed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The lines of a compressed feed, one after the other. Whatever was sent, little memory is used and it ends. */
final class FeedLines {

    private static final int LONGEST_LINE = 256 * 1024;
    private static final long MOST_BYTES = 512L * 1024 * 1024;

    private final InputStream text;
    private long bytes;

    FeedLines(byte[] compressed) {
        this.text = new java.io.BufferedInputStream(
                new InflaterInputStream(new ByteArrayInputStream(compressed)), 64 * 1024);
    }

    /**
     * The next one; null at the end.
     *
     * @throws FeedRefused when it is cut off, no zlib stream, or out of all bounds
     */
    String next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        try {
            int read = text.read();
            if (read < 0) {
                return null;
            }
            while (read >= 0 && read != '\n') {
                line.write(read);
                bytes++;
                if (line.size() > LONGEST_LINE || bytes > MOST_BYTES) {
                    throw new FeedRefused("it unpacks to more than any feed is");
                }
                read = text.read();
            }
        } catch (EOFException cut) {
            throw new FeedRefused("it is cut off", cut);
        } catch (ZipException other) {
            throw new FeedRefused("it is not packed with zlib, as debsecan reads it", other);
        } catch (IOException impossible) {
            throw new FeedRefused("it cannot be unpacked: " + impossible.getMessage(), impossible);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
