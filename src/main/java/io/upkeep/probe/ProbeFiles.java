package io.upkeep.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that probes name: scripts below the directory of the routes, and others where the server runs.
 *
 * @param routes the directory
 * @param onServer whether this is that machine; elsewhere nothing can be said of other files
 */
record ProbeFiles(Path routes, boolean onServer) {

    private static final long LARGEST = 100 * 1024;

    static ProbeFiles ofServer(Path routes) {
        return new ProbeFiles(routes, true);
    }

    static ProbeFiles anywhere(Path routes) {
        return new ProbeFiles(routes, false);
    }

    /** Its text; empty when it is no text file below the directory, of at most 100 KiB. */
    Optional<String> read(String name) {
        Path file = routes.resolve(name).normalize();
        try {
            boolean isOurs = file.startsWith(routes.normalize()) && Files.isRegularFile(file);
            return isOurs && Files.size(file) <= LARGEST ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a file that lies anywhere can be read by the server, as far as is known. */
    boolean isReadable(Path file) {
        return !onServer || Files.isReadable(file);
    }
}
