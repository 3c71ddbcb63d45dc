package io.upkeep.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What every host is to do: the same command with the same limits.
 *
 * @param input opened once per host, or empty for a script without standard input
 * @param timeout from the first attempt to connect to the script's end
 * @param maxOutput bytes kept per stream
 * @param directory where standard output goes as a file, or empty to keep it as text
 */
record HostOrder(
        String command,
        Optional<Input> input,
        Duration timeout,
        int maxOutput,
        Optional<Path> directory,
        Redaction redaction,
        FleetLog log) {

    /** A script's standard input, readable from the start for each host. */
    @FunctionalInterface
    interface Input {
        InputStream open() throws IOException;
    }
}
