package io.upkeep.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The scripts of probes: files below the directory of the routes. */
record ScriptFiles(Path routes) {

    private static final long LARGEST = 100 * 1024;

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
}
