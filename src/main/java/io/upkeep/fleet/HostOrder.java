package io.upkeep.fleet;

import io.upkeep.target.HostStreams;
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
 * @param silence longest time in which nothing is printed; empty for any
 * @param maxOutput bytes kept per stream
 * @param output where standard output goes
 * @param stop asked after an interrupt: what it means for the work on hosts
 */
record HostOrder(
        HostWork work,
        Optional<Input> input,
        Duration timeout,
        Optional<Duration> silence,
        int maxOutput,
        Output output,
        Redaction redaction,
        FleetLog log,
        Supplier<StopReason> stop) {

    /** Where a host's standard output goes. */
    @FunctionalInterface
    interface Output {

        /** As text, into the outcome. */
        Output TEXT = (host, order, onFault, toldBefore) ->
                new TextSink(host, FleetLog.Stream.STDOUT, order, onFault, toldBefore);

        Sink sink(String host, HostOrder order, Runnable onFault, int toldBefore) throws HostFault;

        /** Into a file of its own. */
        static Output files(Path directory) {
            return (host, order, onFault, toldBefore) -> new FileSink(directory, host, onFault);
        }

        /** To whoever takes the streams. */
        static Output streams(HostStreams streams) {
            return (host, order, onFault, toldBefore) -> new StreamSink(streams, host, onFault);
        }
    }

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
