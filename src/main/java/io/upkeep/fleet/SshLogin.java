package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.component.ssh.SshConfiguration;
import org.apache.camel.component.ssh.SshUtils;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.core.CoreModuleProperties;

/** Connects and logs in: with one key, to a host whose key is pinned, each part within its limit. */
final class SshLogin implements AutoCloseable {

    private final TunnelClient client;
    private final SshSettings settings;
    private final Identity identity;

    private SshLogin(TunnelClient client, SshSettings settings, Identity identity) {
        this.client = client;
        this.settings = settings;
        this.identity = identity;
    }

    /**
     * Starts a client that takes nothing from the machine it runs on: no {@code ~/.ssh/config}, no other keys, no
     * agent, no passwords.
     *
     * @throws IllegalArgumentException when a file of the settings is missing or unreadable
     */
    static SshLogin start(SshSettings settings, SshConfiguration algorithms) {
        Identity identity = Identity.of(settings);
        HostKeys hostKeys = new HostKeys(readable("known-hosts", settings.knownHosts()));
        TunnelClient client = TunnelClient.create();
        SshUtils.configureAlgorithms(algorithms, client);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(identity);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setServerKeyVerifier(hostKeys);
        client.addSessionListener(hostKeys);
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, settings.connectTimeout());
        CoreModuleProperties.AUTH_TIMEOUT.set(client, settings.authTimeout());
        // a script may be silent for long; a host that is gone is noticed by the heartbeat instead
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, settings.heartbeat());
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 3);
        client.start();
        return new SshLogin(client, settings, identity);
    }

    @Override
    public void close() {
        client.stop();
    }

    static Path readable(String setting, Path file) {
        if (file == null || !Files.isReadable(file)) {
            throw new IllegalArgumentException("upkeep.ssh." + setting + ": "
                    + (file == null ? "no file is set" : "'" + file + "' is missing or unreadable")
                    + "; write upkeep.ssh." + setting + ": /etc/upkeep/"
                    + switch (setting) {
                        case "known-hosts" -> "known_hosts";
                        case "certificate" -> "id_ed25519-cert.pub";
                        default -> "id_ed25519";
                    });
        }
        return file;
    }

    /** A new, authenticated session, through that of a jump host where one is given. */
    ClientSession open(Target host, Optional<ClientSession> jump, Deadline deadline) throws HostFault {
        HostKeys.Peer peer = new HostKeys.Peer(host);
        ClientSession session = connect(peer, jump, deadline);
        try {
            session.auth().verify(deadline.left(settings.authTimeout()));
            return session;
        } catch (IOException | RuntimeException refused) {
            session.close(true);
            HostFault key = peer.refused().get();
            throw key != null ? key : fault(host, refused, FaultKind.LOGIN_REFUSED);
        }
    }

    private ClientSession connect(HostKeys.Peer peer, Optional<ClientSession> jump, Deadline deadline)
            throws HostFault {
        Target host = peer.target();
        ConnectFuture connecting = null;
        try {
            AttributeRepository context = AttributeRepository.ofKeyValuePair(HostKeys.PEER, peer);
            String name = host.address().getHost();
            int port = SshSessions.port(host);
            connecting = jump.isPresent()
                    ? client.connectThrough(
                            jump.get(), host.user(), InetSocketAddress.createUnresolved(name, port), context)
                    : client.connect(host.user(), name, port, context, null);
            return connecting.verify(deadline.left(settings.connectTimeout())).getClientSession();
        } catch (IOException | RuntimeException failed) {
            if (connecting != null) {
                connecting.cancel();
            }
            throw fault(host, failed, FaultKind.UNREACHABLE);
        }
    }

    private HostFault fault(Target host, Exception cause, FaultKind kind) {
        if (cause instanceof InterruptedIOException) {
            Thread.currentThread().interrupt();
            return new HostFault(FaultKind.CANCELLED, "was cancelled while connecting", "nothing ran there", cause);
        }
        String where = host.shownAddress() + (host.jump().isEmpty() ? "" : " through '" + host.jump() + "'");
        return kind == FaultKind.LOGIN_REFUSED ? login(where, cause) : unreachable(where, cause);
    }

    private HostFault login(String where, Exception cause) {
        Optional<HostFault> certificate = HostKeys.certificateFault(cause);
        if (certificate.isPresent()) {
            return certificate.get();
        }
        return has(cause, TimeoutException.class)
                ? new HostFault(
                        FaultKind.UNREACHABLE,
                        where + " did not finish key exchange and login in time",
                        "see how busy the host is, or raise upkeep.ssh.auth-timeout",
                        cause)
                : new HostFault(
                        FaultKind.LOGIN_REFUSED,
                        "refused the login at " + where + HostFault.why(cause, ": "),
                        identity.advice(),
                        cause);
    }

    private static HostFault unreachable(String where, Exception cause) {
        if (has(cause, TimeoutException.class)) {
            return new HostFault(
                    FaultKind.UNREACHABLE,
                    where + " did not accept the connection in time",
                    "check that the host is up and that a firewall lets Upkeep through",
                    cause);
        }
        Optional<SshChannelOpenException> notOpened = find(cause, SshChannelOpenException.class);
        if (notOpened.isPresent()) {
            return new HostFault(
                    FaultKind.UNREACHABLE,
                    where + " was not connected to: the jump host said '"
                            + Printable.of(String.valueOf(notOpened.get().getMessage()), 200) + "'",
                    "check the address as seen from the jump host, that sshd runs there, and that sshd of the jump host"
                            + " allows forwarding (AllowTcpForwarding, PermitOpen)",
                    cause);
        }
        String why = has(cause, ConnectException.class)
                ? "refused the connection"
                : has(cause, UnresolvedAddressException.class)
                        ? "has no address in DNS"
                        : "was not reached" + HostFault.why(cause, ": ");
        return new HostFault(
                FaultKind.UNREACHABLE, where + " " + why, "check the address and that sshd runs there", cause);
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        return find(thrown, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
