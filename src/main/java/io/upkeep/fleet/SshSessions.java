package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Authenticated sessions, kept between exchanges. A session is used by one script at a time; one that saw a fault
 * is closed, never given to the next. Safe for many threads.
 */
final class SshSessions implements AutoCloseable {

    private static final int IDLE_PER_HOST = 2;
    private static final String KEEPALIVE = "keepalive@openssh.com";
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(3);

    private final SshLogin login;
    private final SshSettings settings;
    private final JumpSessions jumps;
    private final Map<String, Deque<Idle>> idle = new ConcurrentHashMap<>();

    private record Idle(ClientSession session, long since) {}

    /** Hosts that have a jump host are reached through it. */
    SshSessions(SshLogin login, SshSettings settings, Function<Target, Optional<Target>> jump) {
        this.login = login;
        this.settings = settings;
        this.jumps = new JumpSessions(login, settings, jump);
    }

    static int port(Target host) {
        return host.address().getPort() < 0 ? 22 : host.address().getPort();
    }

    /** How long a host is looked for that was lost. */
    Duration lostTimeout() {
        return settings.lostTimeout();
    }

    /** A session that answers, from the pool or new, within the deadline. */
    Lease borrow(Target host, Deadline deadline) throws HostFault {
        Deque<Idle> kept = kept(host);
        for (Idle found = take(kept); found != null; found = take(kept)) {
            if (answers(found.session(), deadline)) {
                return new Lease(host, found.session());
            }
            found.session().close(true);
        }
        return new Lease(host, login.open(host, jumps.on(host, deadline), deadline));
    }

    private Deque<Idle> kept(Target host) {
        return idle.computeIfAbsent(host.user() + "@" + host.address(), key -> new ArrayDeque<>());
    }

    private static Idle take(Deque<Idle> kept) {
        synchronized (kept) {
            return kept.pollFirst();
        }
    }

    /** Asked before every use: nothing may be sent into a connection that died while it was idle. */
    static boolean answers(ClientSession session, Deadline deadline) {
        if (!session.isOpen()) {
            return false;
        }
        Buffer question = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        question.putString(KEEPALIVE);
        question.putBoolean(true);
        try {
            // a refusal is an answer too: the host is there
            session.request(KEEPALIVE, question, deadline.left(LONGEST_CHECK));
            return true;
        } catch (InterruptedIOException cancelled) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException dead) {
            return false;
        }
    }

    /** Closes sessions that nobody used for the idle timeout. */
    void closeIdle() {
        long limit = settings.idleTimeout().toNanos();
        for (Deque<Idle> kept : idle.values()) {
            synchronized (kept) {
                kept.removeIf(one -> {
                    boolean old = !one.session().isOpen() || System.nanoTime() - one.since() >= limit;
                    if (old) {
                        one.session().close(false);
                    }
                    return old;
                });
            }
        }
        jumps.closeIdle();
    }

    @Override
    public void close() {
        login.close();
        idle.clear();
        jumps.clear();
    }

    /** One session for one script. Closing it without {@link #giveBack()} closes the session. */
    final class Lease implements AutoCloseable {

        private final Target host;
        private final ClientSession session;
        private boolean sound;

        private Lease(Target host, ClientSession session) {
            this.host = host;
            this.session = session;
        }

        ClientSession session() {
            return session;
        }

        /** The script has ended in order; the session may serve the next. */
        void giveBack() {
            sound = true;
        }

        @Override
        public void close() {
            Deque<Idle> kept = kept(host);
            synchronized (kept) {
                if (sound && session.isOpen() && kept.size() < IDLE_PER_HOST) {
                    kept.addFirst(new Idle(session, System.nanoTime()));
                    return;
                }
            }
            session.close(!sound);
        }
    }
}
