package io.upkeep.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The named pipe through which a host's {@code systemctl} reaches the sandbox. A pipe and no HTTP, because a plain
 * {@code sh} can use it, and it works on a full disk.
 */
final class HostControl implements AutoCloseable {

    private static final Pattern REQUEST = Pattern.compile("(\\S+) (\\S+) (\\S+)");

    private final Path pipe;
    private final HostServices services;
    private final ExecutorService threads;
    private volatile boolean closed;

    private HostControl(Path pipe, HostServices services, String host) {
        this.pipe = pipe;
        this.services = services;
        this.threads = Threads.cached("systemctl-" + host);
    }

    static HostControl open(HostTree tree, String host, HostServices services) {
        Path pipe = tree.path("run/sandbox/control");
        run(List.of("mkfifo", pipe.toString()));
        HostControl control = new HostControl(pipe, services, host);
        control.threads.execute(control::serve);
        return control;
    }

    @Override
    public void close() {
        closed = true;
        try (RandomAccessFile out = new RandomAccessFile(pipe.toFile(), "rw")) {
            out.write('\n');
        } catch (IOException alreadyGone) {
            // the reading thread is a daemon and holds nothing else
        }
        threads.shutdownNow();
    }

    private void serve() {
        // opened for reading and writing so that the pipe does not end when a script closes its side
        try (RandomAccessFile requests = new RandomAccessFile(pipe.toFile(), "rw")) {
            while (!closed) {
                Matcher request = REQUEST.matcher(requests.readLine());
                if (request.matches()) {
                    threads.execute(() -> answer(request.group(1), request.group(2), request.group(3)));
                }
            }
        } catch (IOException gone) {
            closed = true;
        }
    }

    private void answer(String verb, String unit, String reply) {
        HostServices.Answer answer = services.systemctl(verb, unit);
        try (RandomAccessFile out = new RandomAccessFile(reply, "rw")) {
            out.write((answer.exit() + " " + answer.text() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException killed) {
            // the script was killed while it waited; nobody wants the answer any more
        }
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed with exit code " + process.exitValue());
            }
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(command + " could not be run", failure);
        }
    }
}
