package io.upkeep.fleet;

import io.upkeep.target.Target;
import io.upkeep.text.Lasting;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One order on one host: how it ended. Work of a step that outlives its connection is found again, within the order's
 * timeout. Never throws; takes no longer than the timeout and the time in which work is ended: ten seconds, or half a
 * minute where a host answers slowly.
 */
final class HostRun {

    private static final Logger LOG = LoggerFactory.getLogger(HostRun.class);

    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    /** So many times a command may end without having begun: nothing was done, it can be sent again. */
    private static final int UNHEARD = 3;
    /** With less time left than this, a last answer is worth more than a last attempt that is cut off. */
    private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(700);

    private final Target host;
    private final HostOrder order;
    private final SshSessions sessions;
    private final long started = System.nanoTime();
    private final Deadline deadline;
    private Optional<String> boot = Optional.empty();
    private boolean sent;
    /** What the host said while other work of the run went on there: nothing of this order had begun. */
    private Optional<HostFault> busy = Optional.empty();

    /** Until when it is looked for, while it is lost. */
    private Optional<Deadline> lost = Optional.empty();

    /** Whether the log says that it is looked for. */
    private boolean toldLost;

    private long pause = FIRST_PAUSE_MILLIS;
    private int unheard;

    HostRun(Target host, HostOrder order, SshSessions sessions) {
        this.host = host;
        this.order = order;
        this.sessions = sessions;
        this.deadline = Deadline.in(order.timeout());
    }

    HostOutcome outcome() {
        Optional<HostOutcome> outcome = Optional.empty();
        Attempt attempt = null;
        while (outcome.isEmpty()) {
            attempt = new Attempt(host, order, sessions, deadline, attempt, this::found);
            outcome = outcome(attempt);
        }
        return outcome.get();
    }

    /** Empty when it is to be asked again. */
    private Optional<HostOutcome> outcome(Attempt attempt) {
        try {
            attempt.run(order.work().start(boot));
            if (attempt.control().began().isEmpty()) {
                throw HostFault.unheard();
            }
            return Optional.of(attempt.success(took()));
        } catch (HostFault fault) {
            sent |= attempt.sent();
            boot = attempt.control().began().or(() -> boot);
            if (fault.kind() == FaultKind.UNHEARD && ++unheard < UNHEARD) {
                LOG.warn("{} {}; it is sent again", host.name(), fault.getMessage());
                return pauseInterrupted() ? Optional.of(cancelled(attempt)) : Optional.empty();
            }
            return fault.kind() == FaultKind.CANCELLED
                    ? Optional.of(cancelled(attempt))
                    : order.work() instanceof OnceCommand
                            ? meaning(attempt, fault)
                            : Optional.of(failed(
                                    attempt, Verdict.of(fault, attempt.control().last())));
        } catch (RuntimeException unexpected) {
            return Optional.of(failed(
                    attempt,
                    new HostFault(
                            FaultKind.CONNECTION_LOST,
                            "failed unexpectedly: " + unexpected,
                            "read Upkeep's own log",
                            unexpected)));
        }
    }

    private Optional<HostOutcome> meaning(Attempt attempt, HostFault fault) {
        boolean late = deadline.left().compareTo(SHORTEST_ATTEMPT) < 0 || lostForGood(attempt, fault);
        Verdict verdict = verdict(fault, attempt.control().last(), late);
        if (verdict instanceof Verdict.Again) {
            if (lost.isPresent() && !toldLost) {
                toldLost = true;
                tell("%s; it is looked for for up to %s (upkeep.ssh.lost-timeout), as its script may go on there"
                        .formatted(fault.getMessage(), Lasting.about(deadline.left(sessions.lostTimeout()))));
            }
            return pauseInterrupted() ? Optional.of(cancelled(attempt)) : Optional.empty();
        }
        if (verdict instanceof Verdict.Fails fails) {
            return Optional.of(failed(attempt, fails.fault()));
        }
        if (verdict instanceof Verdict.EndsFirst first) {
            return Optional.of(endThenFail(attempt, boot.isEmpty() ? waitedFor(first.fault()) : first.fault()));
        }
        Verdict.Unknown unknown = (Verdict.Unknown) verdict;
        return Optional.of(attempt.unknown(unknown.what(), unknown.next(), took()));
    }

    /** A host that is gone is not looked for as long as its script might have taken. */
    private boolean lostForGood(Attempt attempt, HostFault fault) {
        boolean gone = fault.kind() == FaultKind.CONNECTION_LOST || fault.kind() == FaultKind.UNREACHABLE;
        if (!gone || attempt.connected()) {
            lost = Optional.empty();
        }
        if (gone && lost.isEmpty()) {
            lost = Optional.of(Deadline.in(sessions.lostTimeout()));
        }
        return gone && lost.orElseThrow().passed();
    }

    /** What was lost may have been for minutes: without a word nobody knows what the step waits for. */
    private void found() {
        if (toldLost) {
            toldLost = false;
            tell("it is there again");
        }
    }

    private void tell(String what) {
        order.log()
                .line(
                        host.name(),
                        FleetLog.Stream.STDERR,
                        "Upkeep: " + order.redaction().of(what));
    }

    private Verdict verdict(HostFault fault, Optional<ControlLines.Word> said, boolean late) {
        Optional<HostFault> busyNow = Verdict.busy(fault, said);
        if (busyNow.isPresent()) {
            busy = busyNow;
            sent = false;
        } else if (busy.isPresent() && !sent) {
            return Verdict.afterBusy(fault, busy.get(), late);
        }
        return Verdict.of(fault, said, sent, late);
    }

    /** Time that ran out while the host was busy is no fault of the script, which had not begun. */
    private HostFault waitedFor(HostFault late) {
        return busy.orElse(late);
    }

    private boolean pauseInterrupted() {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.min(pause, deadline.left().toMillis() / 2));
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            return false;
        } catch (InterruptedException cancelled) {
            return true;
        }
    }

    private HostOutcome endThenFail(Attempt attempt, HostFault fault) {
        RemoteStop.Ended ended = new RemoteStop(host, sessions).end(order.work());
        String what = fault.getMessage() + "; " + ended.what();
        return ended.certain()
                ? attempt.failed(fault.kind(), what, fault.next(), took())
                : attempt.unknown(what, "look on the host whether it still runs, then resume the run", took());
    }

    /** The thread's interrupt is spent by now, so that the host can still be talked to. */
    private HostOutcome cancelled(Attempt attempt) {
        if (!sent) {
            return new HostOutcome.NotStarted(host.name(), "it was cancelled");
        }
        if (order.work() instanceof OnceCommand && order.stop().get().leavesWork()) {
            return new HostOutcome.Left(host.name(), "its script goes on there, if it has not ended", took());
        }
        RemoteStop.Ended ended = new RemoteStop(host, sessions).end(order.work());
        return ended.certain()
                ? attempt.stopped(ended.what(), took())
                : attempt.unknown(
                        "the connection is closed; " + ended.what(),
                        "look on the host whether it still runs before anything else is done there",
                        took());
    }

    private HostOutcome failed(Attempt attempt, HostFault fault) {
        return attempt.failed(fault.kind(), fault.getMessage(), fault.next(), took());
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
