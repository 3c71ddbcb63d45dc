package io.upkeep.fleet;

import static org.awaitility.Awaitility.await;

import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.shell.InvertedShellWrapper;
import org.apache.sshd.server.shell.ProcessShell;

/** A real SSH server on a free port that runs commands with the machine's own {@code sh}, for one key. */
final class SshdHost implements AutoCloseable {

    /** A command that this server ends without telling an exit status. */
    static final String ENDS_WITHOUT_STATUS = "#ends-without-status";

    /** The key that Upkeep logs in with in these tests. */
    static final KeyPair LOGIN = keyPair();

    final AtomicInteger logins = new AtomicInteger();
    /** What it was asked to run. */
    final List<String> commands = new CopyOnWriteArrayList<>();
    /** How many of the next commands end with 0 although nobody executed them. */
    final AtomicInteger swallowed = new AtomicInteger();
    /** Connections that it made for others, as a jump host. */
    final AtomicInteger forwarded = new AtomicInteger();

    private volatile boolean forwards = true;
    private volatile KeyPair authority;
    private volatile SudoStandIn sudo;
    private final String name;
    private final Path root;
    private Path lacking;
    private final KeyPair hostKey = keyPair();
    private final List<Socket> silent = new CopyOnWriteArrayList<>();
    private ServerSocket muted;
    private KeyPair otherKey;
    private final SshServer server = SshServer.setUpDefaultServer();

    SshdHost(String name, Path root) throws IOException {
        this.name = name;
        this.root = Files.createDirectories(root);
        boot("11111111-1111-1111-1111-111111111111");
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> {
            boolean known = authority == null ? KeyUtils.compareKeys(key, LOGIN.getPublic()) : signed(user, key);
            if (known && session.getAttribute(COUNTED) == null) {
                session.setAttribute(COUNTED, true);
                logins.incrementAndGet();
            }
            return known;
        });
        server.setCommandFactory((channel, command) -> {
            commands.add(command);
            return command.contains(ENDS_WITHOUT_STATUS) || swallowed.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                    ? new Ends(command.contains(ENDS_WITHOUT_STATUS))
                    : new InvertedShellWrapper(new HostShell(shell(command)));
        });
        server.setForwardingFilter(new RejectAllForwardingFilter() {
            @Override
            protected boolean checkAcceptance(String request, Session session, SshdSocketAddress far) {
                return forwards && forwarded.incrementAndGet() > 0;
            }
        });
        server.start();
    }

    /** Lets in from now on only who has a certificate of this CA for its user; its dates and signature count too. */
    void trusts(KeyPair ca) {
        authority = ca;
    }

    private boolean signed(String user, PublicKey key) {
        return key instanceof OpenSshCertificate certificate
                && KeyUtils.compareKeys(certificate.getCaPubKey(), authority.getPublic())
                && certificate.getPrincipals().contains(user);
    }

    PublicKey key() {
        return hostKey.getPublic();
    }

    /** Shows this certificate beside its key. */
    void shows(OpenSshCertificate certificate) {
        server.setHostKeyCertificateProvider(session -> List.of(certificate));
    }

    /** Makes connections for nobody any more. */
    void forwardsNothing() {
        forwards = false;
    }

    private String login() {
        String path = lacking == null ? "" : "export PATH='" + lacking + "'; ";
        return path + "export HOST='" + name + "' HOME='" + root + "' ROOT='" + root + "'; cd; ";
    }

    private List<String> shell(String command) {
        return sudo == null ? List.of("/bin/sh", "-c", login() + command) : sudo.shell(login() + command);
    }

    /** Gives the host a sudo. */
    void has(SudoStandIn standIn) {
        sudo = standIn;
    }

    /** The host's files, and its user's home; absolute. */
    Path root() {
        return root;
    }

    /** Takes a program away from the host. */
    void lacks(String program) throws IOException {
        Path programs = Files.createDirectories(root.resolve("bin-without-" + program));
        for (String other : List.of("sh", "cat", "mkdir", "flock", "timeout", "setsid", "rm", "find", "wc", "mv")) {
            if (!other.equals(program)) {
                Files.createSymbolicLink(programs.resolve(other), Path.of("/usr/bin", other));
            }
        }
        lacking = programs;
    }

    /** What the host says of its last start. */
    void boot(String id) throws IOException {
        Path file = root.resolve("proc/sys/kernel/random/boot_id");
        Files.createDirectories(file.getParent());
        Files.writeString(file, id + "\n");
    }

    private static final AttributeKey<Boolean> COUNTED = new AttributeKey<>();

    static KeyPair keyPair() {
        return keyPair("EC", 256);
    }

    static KeyPair rsaKeyPair() {
        return keyPair("RSA", 2048);
    }

    private static KeyPair keyPair(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Writes the login key as ssh-keygen would. */
    static Path loginKey(Path directory) throws Exception {
        Path file = directory.resolve("id_ecdsa");
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(LOGIN, "upkeep", null, out);
        }
        return file;
    }

    Target target(String... labels) {
        return new Target(
                name,
                TargetKind.HOST,
                Set.of(labels),
                URI.create("ssh://upkeep@127.0.0.1:" + server.getPort()),
                "",
                "");
    }

    /** The same host behind another. */
    Target behind(Target jump) {
        Target direct = target("api");
        return new Target(
                direct.name(), direct.kind(), direct.labels(), direct.address(), direct.user(), "", jump.name(), true);
    }

    String knownHostsLine() {
        return knownHostsLine(hostKey);
    }

    String knownHostsLine(KeyPair key) {
        return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n";
    }

    /** Shows a second host key beside its first. */
    void alsoShows(KeyPair key) {
        otherKey = key;
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey, key));
    }

    KeyPair otherKey() {
        return otherKey;
    }

    int port() {
        return server.getPort();
    }

    int sessions() {
        return server.getActiveSessions().size();
    }

    /** Cuts every connection, as a broken network does. */
    void cut() {
        for (AbstractSession session : server.getActiveSessions()) {
            session.getIoSession().close(true);
        }
    }

    /** Hears nothing any more over the connections there are, and keeps them: a machine that froze. */
    void freeze() {
        for (AbstractSession session : server.getActiveSessions()) {
            session.getIoSession().suspendRead();
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
        if (muted != null) {
            muted.close();
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** Accepts connections from now on but never says a word. */
    void mute() {
        try {
            int port = server.getPort();
            server.stop(true);
            // the server lets go of its port a moment after it says that it has
            muted = await().ignoreException(BindException.class)
                    .until(() -> new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), Objects::nonNull);
            new Thread(this::acceptAndSayNothing, "mute-" + name).start();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private void acceptAndSayNothing() {
        try {
            while (!muted.isClosed()) {
                silent.add(muted.accept());
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    int mutedConnections() {
        return silent.size();
    }

    /**
     * A process whose last words and exit status arrive also when it ended without reading its input, as from a real server:
     * the library takes the input that nobody reads for the end of the command.
     */
    private static final class HostShell extends ProcessShell {

        private OutputStream input;

        HostShell(List<String> command) {
            super(command);
        }

        @Override
        public void start(ChannelSession session, Environment environment) throws IOException {
            super.start(session, environment);
            input = new UnreadInput(super.getInputStream());
        }

        @Override
        public OutputStream getInputStream() {
            return input;
        }
    }

    /** Drops what cannot be written. */
    private static final class UnreadInput extends FilterOutputStream {

        UnreadInput(OutputStream process) {
            super(process);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            try {
                out.write(bytes, from, count);
            } catch (IOException ended) {
                // it is over, and says itself how
            }
        }

        @Override
        public void flush() {
            try {
                out.flush();
            } catch (IOException ended) {
                // the same
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException ended) {
                // the same
            }
        }
    }

    /** Executes nothing. */
    private static final class Ends extends AbstractCommandSupport {

        private final boolean withoutStatus;
        private ChannelSession channel;

        Ends(boolean withoutStatus) {
            super("nothing", null);
            this.withoutStatus = withoutStatus;
        }

        @Override
        public void start(ChannelSession session, Environment environment) throws IOException {
            this.channel = session;
            super.start(session, environment);
        }

        @Override
        public void run() {
            if (withoutStatus) {
                channel.close(false);
            } else {
                onExit(0);
            }
        }
    }
}
