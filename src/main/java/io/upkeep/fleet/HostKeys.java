package io.upkeep.fleet;

import io.upkeep.fleet.KnownHosts.Mark;
import io.upkeep.target.Target;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/**
 * Accepts a host only by a key that lies in {@code known_hosts}, or by a certificate of a CA that lies there for it
 * ({@code @cert-authority}); nothing is ever trusted or written on first use. The file is read at each connection, so a
 * key that was added counts at once. What a certificate says of itself (that it is a host's, its principals, its time,
 * its signature) has been checked by the key exchange before.
 */
final class HostKeys implements ServerKeyVerifier, SessionListener {

    /** Set before the key exchange; outlives the session, which forgets its own attributes when it closes. */
    static final AttributeKey<Peer> PEER = new AttributeKey<>();

    /** Whom a connection is for, and why that host's key was not accepted. */
    record Peer(Target target, AtomicReference<HostFault> refused) {

        Peer(Target target) {
            this(target, new AtomicReference<>());
        }
    }

    private final Path file;

    HostKeys(Path file) {
        this.file = file;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
        Peer peer = session.getConnectionContext().getAttribute(PEER);
        try {
            check(peer.target(), key);
            return true;
        } catch (HostFault refused) {
            peer.refused().set(refused);
            return false;
        }
    }

    private void check(Target target, PublicKey key) throws HostFault {
        try {
            KnownHosts known = KnownHosts.of(target, file);
            if (key instanceof OpenSshCertificate certificate) {
                check(target, certificate, known);
            } else {
                checkPlain(target, key, known);
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new HostFault(
                    FaultKind.HOST_KEY_UNKNOWN,
                    "known_hosts '" + file + "' cannot be read: " + unreadable.getMessage(),
                    "mend the file (upkeep.ssh.known-hosts)",
                    unreadable);
        }
    }

    private void check(Target target, OpenSshCertificate certificate, KnownHosts known)
            throws HostFault, IOException, GeneralSecurityException {
        PublicKey authority = certificate.getCaPubKey();
        if (known.has(Mark.REVOKED, authority)) {
            throw changed(target, certificate.getCertPubKey(), "has a certificate of a CA that is marked @revoked");
        }
        if (!known.has(Mark.AUTHORITY, authority)) {
            // as OpenSSH does: the key itself may be pinned
            checkPlain(target, certificate.getCertPubKey(), known);
        } else if (known.has(Mark.REVOKED, certificate.getCertPubKey())) {
            throw changed(target, certificate.getCertPubKey(), "is marked @revoked");
        } else if (certificate.getPrincipals().isEmpty()) {
            throw new HostFault(
                    FaultKind.HOST_CERTIFICATE,
                    "its certificate '" + Printable.of(certificate.getId(), 80) + "' names no host, so that any host"
                            + " could show it",
                    "have it signed for its name: ssh-keygen -s <CA> -h -I " + target.name() + " -n "
                            + target.address().getHost() + " <its host key>.pub");
        }
    }

    private void checkPlain(Target target, PublicKey key, KnownHosts known)
            throws HostFault, IOException, GeneralSecurityException {
        if (known.has(Mark.REVOKED, key)) {
            throw changed(target, key, "is marked @revoked");
        }
        if (!known.has(Mark.PINNED, key)) {
            throw known.any(Mark.PINNED)
                    ? changed(target, key, "is not the pinned one")
                    : known.any(Mark.AUTHORITY) ? uncertified(target, key) : unknown(target, key);
        }
    }

    private HostFault uncertified(Target target, PublicKey key) {
        return new HostFault(
                FaultKind.HOST_KEY_UNKNOWN,
                "its host key " + shown(key) + " has no certificate of a CA that '" + file + "' trusts for "
                        + knownAs(target),
                "have it signed (ssh-keygen -s <CA> -h -n " + target.address().getHost()
                        + " …) and named in sshd_config as HostCertificate, or pin the key itself");
    }

    /** A certificate that the key exchange refused, for what it says of itself. */
    static Optional<HostFault> certificateFault(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (!text.contains("for key ID=") && !text.contains("of key ID=")) {
            return Optional.empty();
        }
        String why = text.contains("CA expired")
                ? "is not valid now"
                : text.contains("invalid principal")
                        ? "is for other names than its address"
                        : text.contains("not a host key") ? "is not one for hosts" : "cannot be trusted";
        return Optional.of(new HostFault(
                FaultKind.HOST_CERTIFICATE,
                "its host certificate " + why + ": " + Printable.of(text, 300),
                "have its host key signed anew: ssh-keygen -s <CA> -h -I <id> -n <address> -V +52w <key>.pub",
                cause));
    }

    private HostFault unknown(Target target, PublicKey key) {
        return new HostFault(
                FaultKind.HOST_KEY_UNKNOWN,
                "its host key " + shown(key) + " is unknown: '" + file + "' has none for " + knownAs(target),
                "compare it with the host's own (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub on its console), then add"
                        + " the line that 'ssh-keyscan -p " + SshSessions.port(target) + " "
                        + target.address().getHost() + "' prints to that file");
    }

    private HostFault changed(Target target, PublicKey key, String how) {
        return new HostFault(
                FaultKind.HOST_KEY_CHANGED,
                "its host key " + shown(key) + " " + how + ": the key has changed, or someone is in between",
                "find out why; only if the host was set up anew, replace the lines of " + knownAs(target) + " in '"
                        + file + "'");
    }

    private static String shown(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    }

    private static String knownAs(Target target) {
        int port = SshSessions.port(target);
        String host = target.address().getHost();
        return port == 22 ? host : "[" + host + "]:" + port;
    }

    /**
     * A host has several keys; asks for certificates first where a CA is trusted for it, then for the kinds that are
     * pinned, as OpenSSH does.
     */
    @Override
    public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
        Peer peer = ((ClientSession) session).getConnectionContext().getAttribute(PEER);
        KnownHosts known = known(peer.target());
        Set<String> pinned = known.pinnedTypes();
        boolean certified = known.any(Mark.AUTHORITY);
        List<String> algorithms = new ArrayList<>(
                List.of(proposal.get(KexProposalOption.SERVERKEYS).split(",")));
        algorithms.removeIf(algorithm -> !certified && certificate(algorithm));
        algorithms.sort(
                Comparator.comparing(algorithm -> certificate(algorithm) ? 0 : pinned.contains(algorithm) ? 1 : 2));
        proposal.put(KexProposalOption.SERVERKEYS, String.join(",", algorithms));
    }

    private static boolean certificate(String algorithm) {
        return algorithm.contains("-cert-");
    }

    private KnownHosts known(Target target) {
        try {
            return KnownHosts.of(target, file);
        } catch (IOException unreadable) {
            // the check of the key itself reads the file again and reports it
            return new KnownHosts(List.of());
        }
    }
}
