package io.upkeep.fleet;

import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;

/** A real SSH server on a free port that runs commands with the machine's own {@code sh}, for one key. */
final class SshdHost implements AutoCloseable {

    /** The key that Upkeep logs in with in these tests. */
    static final KeyPair LOGIN = keyPair();

    final AtomicInteger logins = new AtomicInteger();
    private final String name;
    private final KeyPair hostKey = keyPair();
    private final SshServer server = SshServer.setUpDefaultServer();

    SshdHost(String name) throws IOException {
        this.name = name;
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> {
            boolean known = KeyUtils.compareKeys(key, LOGIN.getPublic());
            if (known && session.getAttribute(COUNTED) == null) {
                session.setAttribute(COUNTED, true);
                logins.incrementAndGet();
            }
            return known;
        });
        server.setCommandFactory((channel, command) ->
                new ProcessShellFactory(command, List.of("/bin/sh", "-c", command)).createShell(channel));
        server.start();
    }

    private static final AttributeKey<Boolean> COUNTED = new AttributeKey<>();

    static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
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

    String knownHostsLine() {
        return knownHostsLine(hostKey);
    }

    String knownHostsLine(KeyPair key) {
        return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n";
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

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
