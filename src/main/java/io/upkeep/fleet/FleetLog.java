package io.upkeep.fleet;

/**
 * Listens to what hosts print while they print it. Called on the connection's thread, so it must return at once; it
 * gets at most {@code maxOutput} bytes per stream and host. Lines are hostile text: escape them before showing them.
 */
@FunctionalInterface
public interface FleetLog {

    /** Which of the two streams of a script a line came from. */
    enum Stream {
        STDOUT,
        STDERR
    }

    /** Listens to nothing. */
    FleetLog NONE = (host, stream, line) -> {};

    /** The same without what is printed to standard output. */
    default FleetLog errors() {
        return (host, stream, line) -> {
            if (stream == Stream.STDERR) {
                line(host, stream, line);
            }
        };
    }

    /** One line, without its end. */
    void line(String host, Stream stream, String line);
}
