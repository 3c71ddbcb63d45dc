package io.upkeep.target;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Takes what many hosts send at once, while they send it. Safe for a thread per host. */
public interface HostStreams {

    /** Says which hosts there will be, before the first sends anything. {@link #end} follows, whatever happens. */
    void begin(List<String> hosts);

    /**
     * A stream for what a host sends, asked for once. Writing to it waits for nothing but a disk. It is closed when the host
     * has sent all and says so, and stays open when it failed.
     *
     * @throws IOException when it cannot be taken
     */
    OutputStream of(String host) throws IOException;

    /**
     * Says that no host sends any more.
     *
     * @param whole whether each has sent all; otherwise what came is worth nothing
     */
    void end(boolean whole);
}
