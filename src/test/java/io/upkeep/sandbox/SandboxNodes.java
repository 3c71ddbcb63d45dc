package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.IntStream;

/** Lets further nodes work on the sandbox of a first one: its settings as a file that they are started with. */
final class SandboxNodes {

    /** Relative, as the command is given in the project's directory. */
    static final Path SETTINGS = Sandbox.DIRECTORY.resolve("upkeep.properties");

    private static final int FIRST_PORT = 8091;
    private static final int LAST_PORT = 8190;

    private SandboxNodes() {}

    /** What starts another node beside one that listens on {@code taken}. */
    static String command(String taken) {
        return "mvn spring-boot:run -Dspring-boot.run.arguments=\"--server.port=%s --spring.config.additional-location=%s\""
                .formatted(port(taken), SETTINGS);
    }

    /** A port that nobody listens on now, such as a node that was started before this one; 0 lets the new node find one. */
    private static int port(String taken) {
        return IntStream.rangeClosed(FIRST_PORT, LAST_PORT)
                .filter(port -> !taken.equals(String.valueOf(port)))
                .filter(SandboxNodes::isFree)
                .findFirst()
                .orElse(0);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    static void write(Sandbox sandbox) {
        Properties settings = new Properties();
        settings.putAll(sandbox.properties());
        // as the first node has it: two nodes with different routes would take runs from each other and not know them
        settings.setProperty("upkeep.routes.reload", System.getProperty("upkeep.routes.reload", "true"));
        // what a node keeps for itself
        settings.setProperty("upkeep.data-directory", sandbox.directory() + "/data-${server.port}");
        try (Writer file = Files.newBufferedWriter(sandbox.directory().resolve(SETTINGS.getFileName()))) {
            settings.store(file, "of the sandbox that runs now; made anew with each start");
        } catch (IOException e) {
            throw new UncheckedIOException("the settings for further nodes cannot be written", e);
        }
    }
}
