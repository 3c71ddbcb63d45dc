package io.upkeep.fleet;

import java.io.OutputStream;
import java.time.Duration;

/**
 * Takes one stream of a script from the connection's thread. After a fault it swallows what still arrives, so that
 * nothing piles up until the channel is closed.
 */
abstract class Sink extends OutputStream {

    private final Runnable onFault;
    private HostFault fault;
    private boolean over;
    private volatile long heard = System.nanoTime();

    /** The callback asks for the channel to be closed; it must return at once. */
    Sink(Runnable onFault) {
        this.onFault = onFault;
    }

    /** Keeps bytes; a fault ends the script on this host. */
    abstract void take(byte[] bytes, int offset, int length) throws HostFault;

    /** What success with this standard output is. */
    abstract HostOutcome success(String host, String stderr, Duration took) throws HostFault;

    /** What was kept, as far as it can be shown beside a failure. */
    abstract String shown();

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (over) {
            return;
        }
        heard = System.nanoTime();
        try {
            take(bytes, offset, length);
        } catch (HostFault refused) {
            fault = refused;
            over = true;
            onFault.run();
        }
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** When something came last, or the sink was made: {@link System#nanoTime()}. */
    long heard() {
        return heard;
    }

    /** Takes nothing more; throws what went wrong so far. */
    synchronized void end() throws HostFault {
        over = true;
        if (fault != null) {
            throw fault;
        }
    }

    /** The connection closes its streams in its own time; ours end with {@link #end()}. */
    @Override
    public final void close() {}
}
