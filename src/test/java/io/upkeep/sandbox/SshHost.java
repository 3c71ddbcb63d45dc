package io.upkeep.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;

/**
 * An SSH host with its own file tree, which runs real {@code sh} scripts. Faults: {@code down} refuses connections,
 * {@code hang} never ends a command, {@code host-key} shows another key than the pinned one, {@code disk-full} fails
 * every write and tells so in {@code df}, {@code slow} starts each command two seconds late, {@code sudo} lets its sudo ask
 * for a password.
 */
public final class SshHost implements SandboxPart {

    public static final String USER = "upkeep";
    public static final String DOWN = "down";
    public static final String HANG = "hang";
    public static final String OTHER_KEY = "host-key";
    public static final String DISK_FULL = "disk-full";
    public static final String SLOW = "slow";
    public static final String SUDO_ASKS = "sudo";

    private static final Duration SLOWNESS = Duration.ofSeconds(2);

    private final String name;
    private final int port = Ports.free();
    private final HostTree tree;
    private final Path shims;
    private final HostKeys keys;
    private final ExecutorService threads;
    private final KeyPair key = HostKeys.generate();
    private final KeyPair otherKey = HostKeys.generate();
    private final Faults faults;
    private HostControl control;
    private SshServer server;

    SshHost(String name, HostTree tree, Path shims, HostKeys keys, ExecutorService threads) {
        this.name = name;
        this.tree = tree;
        this.shims = shims;
        this.keys = keys;
        this.threads = threads;
        this.faults = new Faults(name, DOWN, HANG, OTHER_KEY, DISK_FULL, SLOW, SUDO_ASKS);
    }

    /** Pins its key and listens. */
    synchronized SshHost start() {
        keys.pin(port, key.getPublic());
        listen();
        return this;
    }

    /** The port of its SSH server on the loopback address. */
    public int port() {
        return port;
    }

    /** Its files. */
    public HostTree tree() {
        return tree;
    }

    /** Tells its {@code systemctl} what really runs on it. */
    synchronized void runs(HostServices services) {
        control = HostControl.open(tree, name, services);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return "ssh://" + USER + "@" + Ports.HOST + ":" + port;
    }

    @Override
    public String state() {
        return faults.current();
    }

    @Override
    public Set<String> faults() {
        return faults.known();
    }

    @Override
    public synchronized void breakWith(String fault) {
        heal();
        faults.set(fault);
        tree.disksFull(fault.equals(DISK_FULL));
        tree.sudoAsks(fault.equals(SUDO_ASKS));
        if (fault.equals(DOWN)) {
            stop();
        } else if (fault.equals(OTHER_KEY)) {
            dropSessions();
        }
    }

    @Override
    public synchronized void heal() {
        String before = faults.heal();
        tree.disksFull(false);
        tree.sudoAsks(false);
        if (before.equals(DOWN)) {
            listen();
        } else if (before.equals(OTHER_KEY)) {
            dropSessions();
        }
    }

    @Override
    public synchronized void close() {
        stop();
        if (control != null) {
            control.close();
        }
    }

    Path shims() {
        return shims;
    }

    boolean hangs() {
        return faults.is(HANG);
    }

    boolean hasFullDisk() {
        return faults.is(DISK_FULL);
    }

    void delay() {
        if (faults.is(SLOW)) {
            LockSupport.parkNanos(SLOWNESS.toNanos());
        }
    }

    private void listen() {
        SshServer fresh = SshServer.setUpDefaultServer();
        fresh.setHost(Ports.HOST);
        fresh.setPort(port);
        fresh.setKeyPairProvider(this::hostKeys);
        fresh.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        fresh.setPublickeyAuthenticator((user, candidate, session) -> user.equals(USER) && keys.isClient(candidate));
        fresh.setCommandFactory((channel, command) -> new HostCommand(command, this, threads));
        CoreModuleProperties.NIO_WORKERS.set(fresh, 1);
        CoreModuleProperties.IDLE_TIMEOUT.set(fresh, Duration.ZERO);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(fresh, Duration.ofHours(1));
        try {
            fresh.start();
        } catch (IOException failure) {
            throw new UncheckedIOException("host '" + name + "' cannot listen on port " + port, failure);
        }
        server = fresh;
    }

    private Iterable<KeyPair> hostKeys(SessionContext session) {
        return List.of(faults.is(OTHER_KEY) ? otherKey : key);
    }

    private void dropSessions() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    private void stop() {
        try {
            server.stop(true);
        } catch (IOException failure) {
            throw new UncheckedIOException("host '" + name + "' did not stop", failure);
        }
    }
}
