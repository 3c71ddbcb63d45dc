package io.upkeep.fleet;

import io.upkeep.target.Target;
import io.upkeep.text.Causes;
import java.time.Duration;

/** One host could not do its part: what happened there, and what a person does next. Carries no secrets. */
final class HostFault extends Exception {

    /** How it goes on, whether it is a run that waits, one that was undone, or a look before there is a run. */
    static final String TRY_AGAIN =
            "then try again: resume the run if it waits for a person, otherwise ask for it anew";

    private static final int LONGEST = 200;

    private final FaultKind kind;
    private final String next;

    HostFault(FaultKind kind, String what, String next) {
        super(what);
        this.kind = kind;
        this.next = next;
    }

    HostFault(FaultKind kind, String what, String next, Throwable cause) {
        super(what, cause);
        this.kind = kind;
        this.next = next;
    }

    /** The same, on the way to a host: names the jump host that it happened at. */
    HostFault at(Target hop) {
        return new HostFault(kind, "jump host '" + hop.name() + "': " + getMessage(), next, this);
    }

    static HostFault cancelled(Exception cause) {
        return new HostFault(
                FaultKind.CANCELLED,
                "was cancelled; the connection is closed",
                "see whether its script still runs there before starting it again",
                cause);
    }

    static HostFault lost(Exception cause) {
        return new HostFault(
                FaultKind.CONNECTION_LOST,
                "the connection broke while the script ran" + why(cause, ": "),
                "see on the host how far it came; the script must be safe to run again",
                cause);
    }

    /** A command of which nothing was executed ends well, too; every command says first that it begins. */
    static HostFault unheard() {
        return new HostFault(
                FaultKind.UNHEARD,
                "ended the command as if all were well, but never said that it had begun",
                "look at sshd's log there, and at what the login shell starts, " + TRY_AGAIN);
    }

    /** What lies beneath the SSH library's own words, where it is said at all; empty otherwise. */
    static String why(Throwable failure, String before) {
        return Causes.root(failure)
                .map(Throwable::getMessage)
                .filter(message -> !message.isBlank())
                .map(message -> before + Printable.of(message.strip(), LONGEST))
                .orElse("");
    }

    static HostFault late(Duration timeout, Exception cause) {
        return new HostFault(
                FaultKind.TIMEOUT,
                "did not end within timeout=" + timeout.toMillis() + "ms; the connection is closed",
                "see what hangs there, or raise the timeout",
                cause);
    }

    static HostFault silent(Duration silence, Exception cause) {
        return new HostFault(
                FaultKind.TIMEOUT,
                "sent nothing for silence=" + silence.toMillis() + "ms; the connection is closed",
                "see what hangs there, a disk or a mount maybe, or raise silence",
                cause);
    }

    static HostFault exited(int exit, String stderr) {
        String last = Printable.of(stderr.strip(), 300);
        boolean stopped = exit == 124 || exit == 137;
        return new HostFault(
                FaultKind.EXIT,
                "exit " + exit + (stopped ? " (stopped on the host after its timeout?)" : "")
                        + (last.isEmpty() ? ", nothing on stderr" : ", stderr ends with: " + last),
                "mend the cause there, " + TRY_AGAIN);
    }

    FaultKind kind() {
        return kind;
    }

    String next() {
        return next;
    }
}
