package io.upkeep.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What every host is to do: the same work with the same limits.
 *
 * @param input opened once per host and attempt, or empty for a script without standard input
 * @param timeout from the first attempt to connect to the script's end
 * @param maxOutput bytes kept per stream
 * @param directory where standard output goes as a file, or empty to keep it as text
 * @param stop asked after an interrupt: what it means for the work on hosts
 */
record HostOrder(
        HostWork work,
        Optional<Input> input,
        Duration timeout,
        int maxOutput,
        Optional<Path> directory,
        Redaction redaction,
        FleetLog log,
        Supplier<StopReason> stop) {

    /** A script's standard input, readable from the start for each host. */
    @FunctionalInterface
    interface Input {
        InputStream open() throws IOException;

        /** How many bytes it has, where that is known beforehand. */
        default OptionalLong bytes() throws IOException {
            return OptionalLong.empty();
        }
    }
}
