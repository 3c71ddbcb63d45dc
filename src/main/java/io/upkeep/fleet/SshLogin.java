package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.ssh.SshConfiguration;
import org.apache.camel.component.ssh.SshUtils;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;

/** Connects and logs in: with one key, to a host whose key is pinned, each part within its limit. */
final class SshLogin {

    private SshLogin() {}

    /**
     * A started client that takes nothing from the machine it runs on: no {@code ~/.ssh/config}, no other keys, no
     * agent, no passwords.
     *
     * @throws IllegalArgumentException when a file of the settings is missing or unreadable
     */
    static SshClient client(SshSettings settings, SshConfiguration algorithms) {
        HostKeys hostKeys = new HostKeys(readable("known-hosts", settings.knownHosts()));
        SshClient client = SshClient.setUpDefaultClient();
        SshUtils.configureAlgorithms(algorithms, client);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(
                KeyIdentityProvider.wrapKeyPairs(keys(readable("private-key", settings.privateKey()))));
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setServerKeyVerifier(hostKeys);
        client.addSessionListener(hostKeys);
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, settings.connectTimeout());
        CoreModuleProperties.AUTH_TIMEOUT.set(client, settings.authTimeout());
        // a script may be silent for long; a host that is gone is noticed by the heartbeat instead
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, Duration.ofSeconds(15));
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 3);
        client.start();
        return client;
    }

    private static Path readable(String setting, Path file) {
        if (file == null || !Files.isReadable(file)) {
            throw new IllegalArgumentException("upkeep.ssh." + setting + ": "
                    + (file == null ? "no file is set" : "'" + file + "' is missing or unreadable")
                    + "; write upkeep.ssh." + setting + ": /etc/upkeep/"
                    + (setting.equals("known-hosts") ? "known_hosts" : "id_ed25519"));
        }
        return file;
    }

    private static Iterable<KeyPair> keys(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> keys =
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, null);
            if (keys != null && keys.iterator().hasNext()) {
                return keys;
            }
            throw new IOException("there is no private key in it");
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(
                    "upkeep.ssh.private-key: '" + file + "' cannot be used: " + unusable.getMessage()
                            + "; make one without a passphrase: ssh-keygen -t ed25519 -N '' -f " + file,
                    unusable);
        }
    }

    /** A new, authenticated session. */
    static ClientSession open(SshClient client, SshSettings settings, Target host, Deadline deadline) throws HostFault {
        HostKeys.Peer peer = new HostKeys.Peer(host);
        ClientSession session = connect(client, settings, peer, deadline);
        try {
            session.auth().verify(deadline.left(settings.authTimeout()));
            return session;
        } catch (IOException | RuntimeException refused) {
            session.close(true);
            HostFault key = peer.refused().get();
            throw key != null ? key : fault(host, refused, FaultKind.LOGIN_REFUSED, settings);
        }
    }

    private static ClientSession connect(SshClient client, SshSettings settings, HostKeys.Peer peer, Deadline deadline)
            throws HostFault {
        Target host = peer.target();
        ConnectFuture connecting = null;
        try {
            AttributeRepository context = AttributeRepository.ofKeyValuePair(HostKeys.PEER, peer);
            connecting = client.connect(host.user(), host.address().getHost(), SshSessions.port(host), context, null);
            return connecting.verify(deadline.left(settings.connectTimeout())).getClientSession();
        } catch (IOException | RuntimeException failed) {
            if (connecting != null) {
                connecting.cancel();
            }
            throw fault(host, failed, FaultKind.UNREACHABLE, settings);
        }
    }

    private static HostFault fault(Target host, Exception cause, FaultKind kind, SshSettings settings) {
        if (cause instanceof InterruptedIOException) {
            Thread.currentThread().interrupt();
            return new HostFault(FaultKind.CANCELLED, "was cancelled while connecting", "nothing ran there", cause);
        }
        String where = host.shownAddress();
        boolean login = kind == FaultKind.LOGIN_REFUSED;
        if (has(cause, TimeoutException.class)) {
            return new HostFault(
                    FaultKind.UNREACHABLE,
                    where + (login ? " did not finish key exchange and login" : " did not accept the connection")
                            + " in time",
                    login
                            ? "see how busy the host is, or raise upkeep.ssh.auth-timeout"
                            : "check that the host is up and that a firewall lets Upkeep through",
                    cause);
        }
        if (login) {
            return new HostFault(
                    kind,
                    "refused the login at " + where + ": " + cause.getMessage(),
                    "check that the public half of '" + settings.privateKey()
                            + "' is in the authorized_keys of the target's user",
                    cause);
        }
        String why = has(cause, ConnectException.class)
                ? "refused the connection"
                : has(cause, UnresolvedAddressException.class) ? "has no address in DNS" : cause.getMessage();
        return new HostFault(kind, where + " " + why, "check the address and that sshd runs there", cause);
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
