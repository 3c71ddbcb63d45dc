package io.upkeep.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script for hosts: a file below the routes directory, or a message body. At most 100 KiB of UTF-8 text. */
final class HostScript {

    static final int MOST_BYTES = 100 * 1024;

    private HostScript() {}

    /**
     * Reads a script file.
     *
     * @throws IllegalArgumentException when there is none, it lies elsewhere, is too large or not text
     */
    static String read(Path routes, String name) {
        Path file = routes.resolve(name).normalize();
        if (!file.startsWith(routes.normalize()) || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("script '" + name + "' is not a file below " + routes
                    + " (upkeep.routes.directory); write script=pipelines/<domain>/<name>.sh");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw tooLarge("script '" + name + "'");
            }
            return text("script '" + name + "'", Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("script '" + name + "' cannot be read: " + unreadable, unreadable);
        }
    }

    /** Checks a script that came as bytes; {@code what} names it in errors. */
    static String text(String what, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw tooLarge(what);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.isBlank()) {
                throw new IllegalArgumentException(what + " is empty; write a POSIX sh script");
            }
            if (text.contains("\r\n")) {
                throw new IllegalArgumentException(what + " has Windows line ends, which sh takes as part of words;"
                        + " save it with LF line ends");
            }
            return text;
        } catch (CharacterCodingException binary) {
            throw new IllegalArgumentException(what + " is not UTF-8 text; save it as UTF-8", binary);
        }
    }

    private static IllegalArgumentException tooLarge(String what) {
        return new IllegalArgumentException(
                what + " is larger than 100 KiB; send bulk through input=body and keep the script small");
    }
}
