package io.upkeep.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * One command on a host: a real {@code /bin/sh -c} with a clean environment, its streams passed on with constant memory
 * (the channel's window slows the script down). When the channel closes before the script has ended, its whole process
 * group is killed.
 */
final class HostCommand implements Command {

    private static final boolean HAS_SETSID = Files.isExecutable(Path.of("/usr/bin/setsid"));
    /** A write beyond the limit fails as on a full disk, for root too, while pipes and deletions go on working. */
    private static final String ON_FULL_DISK = "trap '' XFSZ; ulimit -f 0; exec /bin/sh -c \"$1\"";

    private final String command;
    private final SshHost host;
    private final ExecutorService threads;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private volatile Process process;
    private volatile boolean destroyed;
    private volatile boolean finished;

    HostCommand(String command, SshHost host, ExecutorService threads) {
        this.command = command;
        this.host = host;
        this.threads = threads;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        if (!host.hangs()) {
            threads.execute(() -> run(environment.getEnv()));
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        destroyed = true;
        kill();
    }

    private void run(Map<String, String> requested) {
        try {
            host.delay();
            host.tree().refreshFigures();
            process = launch(requested);
            if (destroyed) {
                kill();
            }
            Future<?> output = threads.submit(() -> pass(process.getInputStream(), out));
            Future<?> errors = threads.submit(() -> pass(process.getErrorStream(), err));
            threads.execute(() -> pass(in, process.getOutputStream()));
            output.get();
            errors.get();
            int code = process.waitFor();
            finished = true;
            exit.onExit(code);
        } catch (IOException | ExecutionException | InterruptedException failure) {
            exit.onExit(255, failure.toString());
        }
    }

    private Process launch(Map<String, String> requested) throws IOException {
        List<String> words = new ArrayList<>(HAS_SETSID ? List.of("setsid") : List.of());
        words.addAll(
                host.hasFullDisk()
                        ? List.of("/bin/sh", "-c", ON_FULL_DISK, "sh", command)
                        : List.of("/bin/sh", "-c", command));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(host.tree().path("home/upkeep").toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        // as a stock OpenSSH server, which takes nothing else from its clients
        requested.forEach((name, value) -> {
            if (name.equals("LANG") || name.startsWith("LC_")) {
                environment.put(name, value);
            }
        });
        environment.put("ROOT", host.tree().root().toString());
        environment.put("HOME", host.tree().path("home/upkeep").toString());
        environment.put("USER", "upkeep");
        environment.put("PATH", host.shims() + ":/usr/bin:/bin");
        return Started.of(builder);
    }

    private void pass(InputStream from, OutputStream to) {
        byte[] buffer = new byte[64 * 1024]; // as much as a pipe holds
        long passed = 0;
        try (to) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
                passed += read;
                host.passes(passed, this::kill);
            }
        } catch (IOException closed) {
            // one side is gone: the other is told by the stream's end, and destroy() ends the rest
        }
    }

    private void kill() {
        Process running = process;
        if (running == null || finished) {
            return;
        }
        running.descendants().forEach(ProcessHandle::destroyForcibly);
        running.destroyForcibly();
        if (HAS_SETSID) {
            killGroup(running.pid());
        }
    }

    /** Those whose parent has ended are no descendants any more. Written with -s, as dash takes no -- after -9. */
    private static void killGroup(long group) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + group + " 2>/dev/null")
                    .start()
                    .getOutputStream()
                    .close();
        } catch (IOException alreadyGone) {
            // no process is left that could be killed
        }
    }

    @Override
    public String toString() {
        return host.name() + ": " + command;
    }
}
