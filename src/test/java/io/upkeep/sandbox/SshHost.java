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
import java.util.stream.Stream;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;

/**
 * An SSH host with its own file tree, which runs real {@code sh} scripts. Faults: {@code down} refuses connections,
 * {@code hang} never ends a command, {@code host-key} shows another key than the pinned one, {@code disk-full} fails
 * every write and tells so in {@code df}, {@code logs-full} does so until its rotated logs are removed, {@code slow} starts each command two seconds late, {@code sudo} lets its sudo ask
 * for a password. Of updates: {@code apt-offline} (no archive answers), {@code apt-locked}, {@code apt-broken} (new packages
 * cannot be configured), {@code dpkg-interrupted} (until {@code dpkg --configure -a} is called), {@code bad-update} (the API fails on a new libssl3), {@code no-return} (not back after a reboot),
 * {@code registry-offline}, {@code nuget-offline}, {@code npm-vulnerable}, {@code npm-tests} (fail), {@code tests-fail},
 * {@code tests-slow} (of a release in staging; where tests start, and on staging). Once more than 64 KiB came or went, once: {@code cut-off} (the connection breaks),
 * {@code killed} (the command is), {@code dies} (the host is gone).
 */
public final class SshHost implements SandboxPart {

    public static final String USER = "upkeep";
    public static final String DOWN = "down";
    public static final String HANG = "hang";
    public static final String OTHER_KEY = "host-key";
    public static final String DISK_FULL = "disk-full";
    public static final String LOGS_FULL = "logs-full";
    public static final String SLOW = "slow";
    public static final String SUDO_ASKS = "sudo";
    public static final String APT_OFFLINE = "apt-offline";
    public static final String APT_LOCKED = "apt-locked";
    public static final String APT_BROKEN = "apt-broken";
    public static final String DPKG_INTERRUPTED = "dpkg-interrupted";
    public static final String REGISTRY_OFFLINE = "registry-offline";
    public static final String NPM_VULNERABLE = "npm-vulnerable";
    public static final String NPM_TESTS = "npm-tests";
    public static final String NUGET_OFFLINE = "nuget-offline";
    public static final String TESTS_FAIL = "tests-fail";
    public static final String TESTS_SLOW = "tests-slow";
    public static final String BAD_UPDATE = "bad-update";
    public static final String NO_RETURN = "no-return";
    public static final String CUT_OFF = "cut-off";
    public static final String KILLED = "killed";
    public static final String DIES = "dies";

    private static final Duration SLOWNESS = Duration.ofSeconds(2);
    private static final long MIDDLE = 64 * 1024;
    private static final Duration BOOT = Duration.ofMillis(800);
    private static final Set<String> MARKED = Set.of(
            APT_OFFLINE,
            APT_LOCKED,
            APT_BROKEN,
            REGISTRY_OFFLINE,
            NPM_VULNERABLE,
            NPM_TESTS,
            NUGET_OFFLINE,
            TESTS_FAIL,
            TESTS_SLOW);

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
    private HostServices services = (verb, unit) -> new HostServices.Answer(4, "not-found");
    private SshServer server;
    private boolean listening;

    SshHost(String name, HostTree tree, Path shims, HostKeys keys, ExecutorService threads) {
        this.name = name;
        this.tree = tree;
        this.shims = shims;
        this.keys = keys;
        this.threads = threads;
        this.faults = new Faults(name, known(name));
    }

    /** Tests start from one host and ask another; nothing on the others has to do with them. */
    private static String[] known(String name) {
        Stream<String> all = Stream.of(
                DOWN,
                HANG,
                OTHER_KEY,
                DISK_FULL,
                LOGS_FULL,
                SLOW,
                SUDO_ASKS,
                APT_OFFLINE,
                APT_LOCKED,
                APT_BROKEN,
                DPKG_INTERRUPTED,
                REGISTRY_OFFLINE,
                NPM_VULNERABLE,
                NPM_TESTS,
                NUGET_OFFLINE,
                BAD_UPDATE,
                NO_RETURN,
                CUT_OFF,
                KILLED,
                DIES);
        boolean hasTests = name.equals(HostsPart.TESTS_FROM) || name.equals(HostsPart.STAGING);
        return Stream.concat(all, hasTests ? Stream.of(TESTS_FAIL, TESTS_SLOW) : Stream.of())
                .toArray(String[]::new);
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
    synchronized void runs(HostServices known) {
        services = known;
    }

    /** Lets its {@code systemctl} and {@code reboot} reach the sandbox. */
    synchronized SshHost controlled() {
        control = HostControl.open(tree, name, this::control);
        return this;
    }

    private HostServices.Answer control(String verb, String unit) {
        HostServices known = services();
        if (verb.equals("reboot")) {
            reboot(known);
            return new HostServices.Answer(0, "rebooted");
        }
        return known.systemctl(verb, unit);
    }

    private synchronized HostServices services() {
        return services;
    }

    /** Drops all connections and comes back after a moment with another boot id, unless it is to stay away. */
    private void reboot(HostServices known) {
        stop();
        known.systemctl("stop", VirtualQueueApi.UNIT);
        tree.rebooted();
        LockSupport.parkNanos(BOOT.toNanos());
        if (!faults.is(NO_RETURN)) {
            known.systemctl("start", VirtualQueueApi.UNIT);
            listen();
        }
    }

    /** Whether its newest libssl3 is installed and makes the API fail. */
    boolean hasBadUpdate() {
        return faults.is(BAD_UPDATE) && tree.isNewest("libssl3");
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
        if (fault.equals(LOGS_FULL)) {
            tree.writeHugeLog();
        }
        tree.disksFull(fault.equals(DISK_FULL) || fault.equals(LOGS_FULL));
        tree.mark("sudo-asks", fault.equals(SUDO_ASKS));
        MARKED.forEach(mark -> tree.mark(mark, fault.equals(mark)));
        if (fault.equals(APT_LOCKED)) {
            new HostPackages(tree).lock();
        } else if (fault.equals(DPKG_INTERRUPTED)) {
            new HostPackages(tree).interrupt();
        }
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
        tree.mark("sudo-asks", false);
        MARKED.forEach(mark -> tree.mark(mark, false));
        if (before.equals(APT_LOCKED)) {
            new HostPackages(tree).unlock();
        } else if (before.equals(DPKG_INTERRUPTED)) {
            new HostPackages(tree).finish();
        }
        if (before.equals(NO_RETURN) && !listening) {
            services.systemctl("start", VirtualQueueApi.UNIT);
        }
        if (!listening) {
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
        if (faults.is(LOGS_FULL) && !tree.hasHugeLog()) {
            tree.disksFull(false);
        }
        return faults.is(DISK_FULL) || (faults.is(LOGS_FULL) && tree.hasHugeLog());
    }

    /** Told while a command's stream passes; the faults in the middle of one happen here. */
    void passes(long bytes, Runnable kill) {
        if (bytes < MIDDLE) {
            return;
        }
        if (faults.swap(KILLED, Faults.HEALTHY)) {
            kill.run();
        } else if (faults.swap(CUT_OFF, Faults.HEALTHY)) {
            threads.execute(this::dropSessions);
        } else if (faults.swap(DIES, DOWN)) {
            threads.execute(this::stop);
        }
    }

    void delay() {
        if (faults.is(SLOW)) {
            LockSupport.parkNanos(SLOWNESS.toNanos());
        }
    }

    private synchronized void listen() {
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
        listening = true;
    }

    private Iterable<KeyPair> hostKeys(SessionContext session) {
        return List.of(faults.is(OTHER_KEY) ? otherKey : key);
    }

    private void dropSessions() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    private synchronized void stop() {
        listening = false;
        try {
            server.stop(true);
        } catch (IOException failure) {
            throw new UncheckedIOException("host '" + name + "' did not stop", failure);
        }
    }
}
