package io.upkeep.fleet;

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
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/**
 * Accepts a host only by a key that lies in {@code known_hosts}; nothing is ever trusted or written on first use.
 * The file is read at each connection, so a key that was added counts at once.
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
        List<KnownHostEntry> pinned;
        boolean accepted = false;
        try {
            pinned = entries(target);
            for (KnownHostEntry entry : pinned) {
                boolean same = KeyUtils.compareKeys(key(entry), key);
                if (same && "revoked".equals(entry.getMarker())) {
                    throw changed(target, key, "is marked @revoked");
                }
                accepted |= same && entry.getMarker() == null;
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new HostFault(
                    FaultKind.HOST_KEY_UNKNOWN,
                    "known_hosts '" + file + "' cannot be read: " + unreadable.getMessage(),
                    "mend the file (upkeep.ssh.known-hosts)",
                    unreadable);
        }
        if (!accepted) {
            throw pinned.isEmpty() ? unknown(target, key) : changed(target, key, "is not the pinned one");
        }
    }

    private static PublicKey key(KnownHostEntry entry) throws IOException, GeneralSecurityException {
        return entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
    }

    private List<KnownHostEntry> entries(Target target) throws IOException {
        return KnownHostEntry.readKnownHostEntries(file).stream()
                .filter(entry -> !"cert-authority".equals(entry.getMarker()))
                .filter(entry -> entry.isHostMatch(target.address().getHost(), SshSessions.port(target)))
                .toList();
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

    /** A host has several keys; asks for the kinds that are pinned first, as OpenSSH does, and for plain keys only. */
    @Override
    public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
        Peer peer = ((ClientSession) session).getConnectionContext().getAttribute(PEER);
        Set<String> pinned = pinnedTypes(peer.target());
        List<String> algorithms = new ArrayList<>(
                List.of(proposal.get(KexProposalOption.SERVERKEYS).split(",")));
        algorithms.removeIf(algorithm -> algorithm.contains("-cert-"));
        algorithms.sort(Comparator.comparing(algorithm -> !pinned.contains(algorithm)));
        proposal.put(KexProposalOption.SERVERKEYS, String.join(",", algorithms));
    }

    private Set<String> pinnedTypes(Target target) {
        try {
            return entries(target).stream()
                    .map(entry -> entry.getKeyEntry().getKeyType())
                    .flatMap(type ->
                            type.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(type))
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            // the check of the key itself reads the file again and reports it
            return Set.of();
        }
    }
}
