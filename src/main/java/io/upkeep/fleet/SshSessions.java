package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;

/**
 * Authenticated sessions, kept between exchanges. A session is used by one script at a time; one that saw a fault
 * is closed, never given to the next. Safe for many threads.
 */
final class SshSessions implements AutoCloseable {

    private static final int IDLE_PER_HOST = 2;
    private static final long CHECK_AFTER_NANOS = 1_000_000_000L;

    private final SshClient client;
    private final SshSettings settings;
    private final Map<String, Deque<Idle>> idle = new ConcurrentHashMap<>();

    private record Idle(ClientSession session, long since) {}

    SshSessions(SshClient client, SshSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    static int port(Target host) {
        return host.address().getPort() < 0 ? 22 : host.address().getPort();
    }

    /** A session that answers, from the pool or new, within the deadline. */
    Lease borrow(Target host, Deadline deadline) throws HostFault {
        Deque<Idle> kept = kept(host);
        for (Idle found = take(kept); found != null; found = take(kept)) {
            if (answers(found, deadline)) {
                return new Lease(host, found.session());
            }
            found.session().close(true);
        }
        return new Lease(host, SshLogin.open(client, settings, host, deadline));
    }

    private Deque<Idle> kept(Target host) {
        return idle.computeIfAbsent(host.user() + "@" + host.address(), key -> new ArrayDeque<>());
    }

    private static Idle take(Deque<Idle> kept) {
        synchronized (kept) {
            return kept.pollFirst();
        }
    }

    private static boolean answers(Idle found, Deadline deadline) {
        if (!found.session().isOpen()) {
            return false;
        }
        if (System.nanoTime() - found.since() < CHECK_AFTER_NANOS) {
            return true;
        }
        try {
            ClientSession session = found.session();
            // a refusal is an answer too: the host is there
            session.request(
                    "keepalive@openssh.com",
                    session.createBuffer(org.apache.sshd.common.SshConstants.SSH_MSG_GLOBAL_REQUEST),
                    deadline.left(java.time.Duration.ofSeconds(3)));
            return true;
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
    }

    @Override
    public void close() {
        client.stop();
        idle.clear();
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
