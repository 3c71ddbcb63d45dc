package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;

/**
 * One session to each jump host, through which all connections to the hosts behind it run. It is opened for the first
 * and kept until nobody has used it for the idle timeout. Safe for many threads.
 */
final class JumpSessions {

    private final SshLogin login;
    private final SshSettings settings;
    private final Function<Target, Optional<Target>> jump;
    private final Map<String, CompletableFuture<Kept>> kept = new ConcurrentHashMap<>();

    private static final class Kept {

        private final ClientSession session;
        private volatile long used = System.nanoTime();

        Kept(ClientSession session) {
            this.session = session;
        }

        boolean answers(Deadline deadline) {
            used = System.nanoTime();
            return SshSessions.answers(session, deadline);
        }

        boolean idle(long nanos) {
            return !session.isOpen() || (System.nanoTime() - used >= nanos && leadsNowhere());
        }

        private boolean leadsNowhere() {
            return session.getService(AbstractConnectionService.class)
                    .getChannels()
                    .isEmpty();
        }
    }

    JumpSessions(SshLogin login, SshSettings settings, Function<Target, Optional<Target>> jump) {
        this.login = login;
        this.settings = settings;
        this.jump = jump;
    }

    /**
     * The session through which a host is reached; empty for one that is reached directly.
     *
     * @throws HostFault naming the jump host that could not be reached
     */
    Optional<ClientSession> on(Target host, Deadline deadline) throws HostFault {
        Optional<Target> hop = jump.apply(host);
        return hop.isEmpty() ? Optional.empty() : Optional.of(to(hop.get(), deadline));
    }

    private ClientSession to(Target hop, Deadline deadline) throws HostFault {
        while (true) {
            CompletableFuture<Kept> mine = new CompletableFuture<>();
            CompletableFuture<Kept> theirs = kept.putIfAbsent(hop.name(), mine);
            if (theirs == null) {
                return open(hop, mine, deadline);
            }
            Optional<Kept> found = wait(hop, theirs, deadline);
            if (found.isPresent() && found.get().answers(deadline)) {
                return found.get().session;
            }
            kept.remove(hop.name(), theirs);
            found.ifPresent(dead -> dead.session.close(true));
        }
    }

    private ClientSession open(Target hop, CompletableFuture<Kept> mine, Deadline deadline) throws HostFault {
        try {
            Optional<ClientSession> before = on(hop, deadline);
            ClientSession session;
            try {
                session = login.open(hop, before, deadline);
            } catch (HostFault unreached) {
                throw unreached.at(hop);
            }
            mine.complete(new Kept(session));
            return session;
        } catch (HostFault | RuntimeException unreached) {
            kept.remove(hop.name(), mine);
            mine.completeExceptionally(unreached);
            throw unreached;
        }
    }

    /** Hosts that wait for the same jump host share its fault, or each would wait for it again. Empty: try yourself. */
    private static Optional<Kept> wait(Target hop, CompletableFuture<Kept> theirs, Deadline deadline) throws HostFault {
        try {
            return Optional.of(theirs.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new HostFault(FaultKind.CANCELLED, "was cancelled while connecting", "nothing ran there", cancelled);
        } catch (ExecutionException unreached) {
            if (unreached.getCause() instanceof HostFault fault && fault.kind() != FaultKind.CANCELLED) {
                throw fault;
            }
            return Optional.empty();
        } catch (TimeoutException late) {
            throw new HostFault(
                            FaultKind.UNREACHABLE,
                            hop.shownAddress() + " was not connected to in time",
                            "check that the host is up, or raise the timeout",
                            late)
                    .at(hop);
        }
    }

    /** Closes sessions that lead nowhere any more. */
    void closeIdle() {
        long limit = settings.idleTimeout().toNanos();
        kept.forEach((name, one) -> {
            if (one.isDone() && !one.isCompletedExceptionally() && one.join().idle(limit)) {
                kept.remove(name, one);
                one.join().session.close(false);
            }
        });
    }

    void clear() {
        kept.clear();
    }
}
