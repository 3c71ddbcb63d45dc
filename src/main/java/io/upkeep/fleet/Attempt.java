package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.channel.ChannelExec;

/** One channel to one host: sends a command, takes what comes back, says what went wrong. Used once. */
final class Attempt {

    private final Target host;
    private final HostOrder order;
    private final SshSessions sessions;
    private final Deadline deadline;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final TextSink stderr;
    private final ControlLines control;
    private final int toldBefore;
    private final Runnable onConnected;
    private Sink stdout;
    private volatile ChannelExec channel;
    private volatile IOException inputBroke;
    private volatile boolean sent;
    private volatile boolean connected;
    private boolean silent;
    private Integer exit;

    /**
     * Lines that the attempt before has told the log are not told again.
     *
     * @param onConnected called when the host has opened a channel for the command
     */
    Attempt(
            Target host,
            HostOrder order,
            SshSessions sessions,
            Deadline deadline,
            Attempt before,
            Runnable onConnected) {
        this.onConnected = onConnected;
        this.host = host;
        this.order = order;
        this.sessions = sessions;
        this.deadline = deadline;
        this.toldBefore = before == null ? 0 : before.told(before.stdout, before.toldBefore);
        int errors = before == null ? 0 : before.stderr.told();
        this.stderr = new TextSink(host.name(), FleetLog.Stream.STDERR, order, this::stop, errors);
        this.control = new ControlLines(stderr);
    }

    private int told(Sink sink, int before) {
        return sink instanceof TextSink text ? text.told() : before;
    }

    private void stop() {
        ended.complete(null);
    }

    /** Returns when the command has ended with 0. */
    void run(String command) throws HostFault {
        stdout = order.output().sink(host.name(), order, this::stop, toldBefore);
        try (SshSessions.Lease lease = sessions.borrow(host, deadline);
                InputStream input = input()) {
            channel = lease.session().createExecChannel(command);
            try {
                await(input);
            } finally {
                end();
            }
            check(lease.session().isOpen());
            lease.giveBack();
        } catch (InterruptedException | InterruptedIOException cancelled) {
            throw HostFault.cancelled(cancelled);
        } catch (IOException | ExecutionException lost) {
            throw deadline.passed() ? HostFault.late(order.timeout(), lost) : HostFault.lost(lost);
        } catch (TimeoutException late) {
            throw silent
                    ? HostFault.silent(order.silence().orElseThrow(), late)
                    : HostFault.late(order.timeout(), late);
        }
    }

    private void await(InputStream input)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        channel.setOut(stdout);
        channel.setErr(control);
        if (order.input().isPresent()) {
            channel.setIn(input);
        }
        channel.addCloseFutureListener(closed -> stop());
        sent = true;
        channel.open().verify(deadline.left());
        connected = true;
        onConnected.run();
        if (order.input().isEmpty()) {
            channel.getInvertedIn().close();
        }
        awaitEnd();
        exit = channel.getExitStatus();
    }

    /** Output that stands still says that something hangs, long before the time is over that honest work may take. */
    private void awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
        Duration silence = order.silence().orElse(order.timeout());
        while (true) {
            Duration quiet = Duration.ofNanos(System.nanoTime() - Math.max(stdout.heard(), stderr.heard()));
            if (quiet.compareTo(silence) >= 0 && order.silence().isPresent()) {
                silent = true;
                throw new TimeoutException();
            }
            try {
                ended.get(deadline.left(silence.minus(quiet).plusMillis(1)).toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException late) {
                if (deadline.passed()) {
                    throw late;
                }
            }
        }
    }

    /** A sink's own fault says more than the closed channel that followed from it. */
    private void end() throws HostFault, IOException {
        try {
            stdout.end();
        } finally {
            control.end();
            stderr.end();
        }
    }

    private void check(boolean connected) throws HostFault {
        if (inputBroke != null) {
            throw new HostFault(
                    FaultKind.INPUT_UNREADABLE,
                    "got only a part of its input: " + inputBroke,
                    "check the body's source; the host may hold half of it",
                    inputBroke);
        }
        if (exit == null && channel.getExitSignal() != null) {
            throw new HostFault(
                    FaultKind.SIGNAL,
                    "its script was ended by signal " + Printable.of(channel.getExitSignal(), 20),
                    "look for the cause on the host (journalctl -k for lack of memory)");
        }
        if (exit == null) {
            throw connected
                    ? new HostFault(
                            FaultKind.NO_EXIT_STATUS,
                            "closed the channel without an exit status",
                            "take its work as undone; check sshd's log there")
                    : HostFault.lost(null);
        }
        if (exit != 0) {
            throw HostFault.exited(exit, stderr.shown());
        }
    }

    private InputStream input() throws HostFault {
        try {
            InputStream source = order.input().isPresent() ? order.input().get().open() : InputStream.nullInputStream();
            return new FilterInputStream(source) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        return super.read(bytes, offset, length);
                    } catch (IOException broken) {
                        if (!channel.isClosing()) { // else it is what a channel that closes does to who reads for it
                            inputBroke = broken;
                        }
                        throw broken;
                    }
                }
            };
        } catch (IOException unreadable) {
            throw new HostFault(
                    FaultKind.INPUT_UNREADABLE,
                    "its input cannot be read: " + unreadable.getMessage(),
                    "check that the body's file is there",
                    unreadable);
        }
    }

    /** Whether the host may have got the command. */
    boolean sent() {
        return sent;
    }

    /** Whether the host was there: it opened a channel for the command. */
    boolean connected() {
        return connected;
    }

    ControlLines control() {
        return control;
    }

    HostOutcome success(Duration took) throws HostFault {
        return stdout.success(host.name(), stderr.text(), took);
    }

    HostOutcome failed(FaultKind kind, String what, String next, Duration took) {
        discard();
        return new HostOutcome.Failed(
                host.name(), kind, order.redaction().of(what), next, exit, shown(), stderr.shown(), took);
    }

    HostOutcome unknown(String what, String next, Duration took) {
        discard();
        return new HostOutcome.Unknown(host.name(), order.redaction().of(what), next, shown(), stderr.shown(), took);
    }

    HostOutcome stopped(String what, Duration took) {
        discard();
        return new HostOutcome.Stopped(host.name(), what, shown(), stderr.shown(), took);
    }

    private String shown() {
        return stdout == null ? "" : stdout.shown();
    }

    private void discard() {
        if (stdout instanceof FileSink file) {
            file.discard();
        }
    }
}
