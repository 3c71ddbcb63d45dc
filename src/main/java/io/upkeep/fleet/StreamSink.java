package io.upkeep.fleet;

import io.upkeep.target.HostStreams;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Passes a stream on as it comes, in constant memory, and counts it. */
final class StreamSink extends Sink {

    private final OutputStream out;
    private long bytes;

    StreamSink(HostStreams streams, String host, Runnable onFault) throws HostFault {
        super(onFault);
        try {
            out = streams.of(host);
        } catch (IOException impossible) {
            throw notTaken(impossible);
        }
    }

    private static HostFault notTaken(IOException cause) {
        return new HostFault(
                FaultKind.OUTPUT_NOT_STORED,
                "its output was not taken: " + cause.getMessage(),
                "look at what takes it: for room on its disk, and at what it does not want",
                cause);
    }

    @Override
    void take(byte[] data, int offset, int length) throws HostFault {
        try {
            out.write(data, offset, length);
        } catch (IOException refused) {
            throw notTaken(refused);
        }
        bytes += length;
    }

    /** Only now it is known that this was all. */
    @Override
    HostOutcome success(String host, String stderr, Duration took) throws HostFault {
        try {
            out.close();
        } catch (IOException refused) {
            throw notTaken(refused);
        }
        return new HostOutcome.Streamed(host, bytes, stderr, took);
    }

    @Override
    String shown() {
        return "";
    }
}
