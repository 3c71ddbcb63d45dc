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

/** Runs one order on one host and says how it ended; never throws, never takes longer than the order's timeout. */
final class HostRun {

    private final Target host;
    private final HostOrder order;
    private final SshSessions sessions;
    private final long started = System.nanoTime();
    private final Deadline deadline;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final TextSink stderr;
    private volatile IOException inputBroke;
    private Integer exit;

    HostRun(Target host, HostOrder order, SshSessions sessions) {
        this.host = host;
        this.order = order;
        this.sessions = sessions;
        this.deadline = Deadline.in(order.timeout());
        this.stderr = new TextSink(host.name(), FleetLog.Stream.STDERR, order, this::stop);
    }

    private void stop() {
        ended.complete(null);
    }

    HostOutcome outcome() {
        Sink stdout = null;
        try {
            stdout = order.directory().isPresent()
                    ? new FileSink(order.directory().get(), host.name(), this::stop)
                    : new TextSink(host.name(), FleetLog.Stream.STDOUT, order, this::stop);
            execute(stdout);
            return stdout.success(host.name(), stderr.text(), took());
        } catch (HostFault fault) {
            return failed(fault, stdout);
        } catch (RuntimeException unexpected) {
            return failed(
                    new HostFault(
                            FaultKind.CONNECTION_LOST,
                            "failed unexpectedly: " + unexpected,
                            "read Upkeep's own log",
                            unexpected),
                    stdout);
        }
    }

    private void execute(Sink stdout) throws HostFault {
        try (SshSessions.Lease lease = sessions.borrow(host, deadline);
                InputStream input = input()) {
            ChannelExec channel = lease.session().createExecChannel(order.command());
            try {
                await(channel, input, stdout);
            } finally {
                end(stdout);
            }
            check(channel, lease.session().isOpen());
            lease.giveBack();
        } catch (InterruptedException | InterruptedIOException cancelled) {
            Thread.currentThread().interrupt();
            throw cancelled(cancelled);
        } catch (IOException | ExecutionException lost) {
            throw deadline.passed() ? timedOut(lost) : lost(lost);
        } catch (TimeoutException late) {
            throw timedOut(late);
        }
    }

    private void await(ChannelExec channel, InputStream input, Sink stdout)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        channel.setOut(stdout);
        channel.setErr(stderr);
        if (order.input().isPresent()) {
            channel.setIn(input);
        }
        channel.addCloseFutureListener(closed -> stop());
        channel.open().verify(deadline.left());
        if (order.input().isEmpty()) {
            channel.getInvertedIn().close();
        }
        ended.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        exit = channel.getExitStatus();
    }

    /** A sink's own fault says more than the closed channel that followed from it. */
    private void end(Sink stdout) throws HostFault {
        try {
            stdout.end();
        } finally {
            stderr.end();
        }
    }

    private void check(ChannelExec channel, boolean connected) throws HostFault {
        if (inputBroke != null) {
            throw new HostFault(
                    FaultKind.INPUT_UNREADABLE,
                    "got only a part of its input: " + inputBroke,
                    "check the body's source; the host may hold half of it",
                    inputBroke);
        }
        if (exit == null && channel.getExitSignal() != null) {
            throw new HostFault(
                    FaultKind.EXIT,
                    "its script was ended by signal " + Printable.of(channel.getExitSignal(), 20),
                    "look for the cause on the host (journalctl -k for lack of memory)");
        }
        if (exit == null) {
            throw connected
                    ? new HostFault(
                            FaultKind.NO_EXIT_STATUS,
                            "closed the channel without an exit status",
                            "take its work as undone; check sshd's log there")
                    : lost(null);
        }
        if (exit != 0) {
            throw exited();
        }
    }

    private HostFault exited() {
        String last = Printable.of(stderr.shown().strip(), 300);
        boolean stopped = exit == 124 || exit == 137;
        return new HostFault(
                FaultKind.EXIT,
                "exit " + exit + (stopped ? " (stopped on the host after its timeout?)" : "")
                        + (last.isEmpty() ? ", nothing on stderr" : ", stderr ends with: " + last),
                "mend the cause there, then resume the run");
    }

    private static HostFault cancelled(Exception cause) {
        return new HostFault(
                FaultKind.CANCELLED,
                "was cancelled; the connection is closed",
                "see whether its script still runs there before starting it again",
                cause);
    }

    private static HostFault lost(Exception cause) {
        return new HostFault(
                FaultKind.CONNECTION_LOST,
                "the connection broke while the script ran" + (cause == null ? "" : ": " + cause.getMessage()),
                "see on the host how far it came; the script must be safe to run again",
                cause);
    }

    private HostFault timedOut(Exception cause) {
        return new HostFault(
                FaultKind.TIMEOUT,
                "did not end within timeout=" + order.timeout().toMillis() + "ms; the connection is closed",
                "see what hangs there, or raise the timeout",
                cause);
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
                        inputBroke = broken;
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

    private HostOutcome failed(HostFault fault, Sink stdout) {
        if (stdout instanceof FileSink file) {
            file.discard();
        }
        return new HostOutcome.Failed(
                host.name(),
                fault.kind(),
                order.redaction().of(fault.getMessage()),
                fault.next(),
                exit,
                stdout == null ? "" : stdout.shown(),
                stderr.shown(),
                took());
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
