package io.upkeep.security.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads what a server sends, as much and for as long as is agreed. */
final class FeedDownload {

    private static final int PART = 16 * 1024;

    private FeedDownload() {}

    /**
     * All of it.
     *
     * @throws FeedRefused when it is too large, takes too long, or breaks off
     */
    static byte[] read(InputStream body, long most, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[PART];
        try {
            for (int read = body.read(part); read >= 0; read = body.read(part)) {
                all.write(part, 0, read);
                if (all.size() > most) {
                    throw new FeedRefused(
                            "it is larger than %d bytes; raise upkeep.security.mirror.most when that is right"
                                    .formatted(most));
                }
                if (System.nanoTime() > until) {
                    throw new FeedRefused("it was not all there after %d s; look at the network, or raise"
                                    .formatted(within.toSeconds())
                            + " upkeep.security.mirror.within");
                }
            }
        } catch (IOException broken) {
            throw new FeedRefused("it broke off after %d bytes: %s".formatted(all.size(), broken.getMessage()), broken);
        }
        return all.toByteArray();
    }
}
