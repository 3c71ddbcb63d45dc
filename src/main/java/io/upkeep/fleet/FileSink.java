package io.upkeep.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a stream to a file of its own, readable by its owner only, in constant memory, and counts it. The disk's pace is
 * the host's pace: nothing is buffered beyond the connection's window.
 */
final class FileSink extends Sink {

    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);

    private final Path file;
    private final OutputStream out;
    private long bytes;

    FileSink(Path directory, String host, Runnable onFault) throws HostFault {
        super(onFault);
        try {
            file = Files.createTempFile(Files.createDirectories(directory), host + "-", ".out");
            out = Files.newOutputStream(file);
        } catch (IOException impossible) {
            throw notStored(directory, impossible);
        }
    }

    private static HostFault notStored(Path where, Exception cause) {
        return new HostFault(
                FaultKind.OUTPUT_NOT_STORED,
                "its output cannot be written to '" + where + "': " + cause,
                "check that the directory can be written to and has room",
                cause);
    }

    @Override
    void take(byte[] data, int offset, int length) throws HostFault {
        try {
            out.write(data, offset, length);
        } catch (IOException full) {
            throw notStored(file, full);
        }
        bytes += length;
    }

    @Override
    synchronized void end() throws HostFault {
        try {
            out.close();
        } catch (IOException full) {
            throw notStored(file, full);
        }
        super.end();
    }

    @Override
    HostOutcome success(String host, String stderr, Duration took) {
        return new HostOutcome.Stored(host, file, bytes, stderr, took);
    }

    /** A failed host leaves no half file behind. */
    synchronized void discard() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            LOG.warn("'{}' is incomplete and could not be removed: {}; remove it by hand", file, kept.toString());
        }
    }

    @Override
    String shown() {
        return "";
    }
}
