package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/** The lines of a {@code known_hosts} file that speak of one host. */
record KnownHosts(List<KnownHostEntry> entries) {

    /** What a line says of its key. */
    enum Mark {
        PINNED(null),
        AUTHORITY("cert-authority"),
        REVOKED("revoked");

        private final String marker;

        Mark(String marker) {
            this.marker = marker;
        }

        private boolean of(KnownHostEntry entry) {
            return Objects.equals(marker, entry.getMarker());
        }
    }

    static KnownHosts of(Target host, Path file) throws IOException {
        return new KnownHosts(KnownHostEntry.readKnownHostEntries(file).stream()
                .filter(entry -> entry.isHostMatch(host.address().getHost(), SshSessions.port(host)))
                .toList());
    }

    boolean any(Mark mark) {
        return entries.stream().anyMatch(mark::of);
    }

    /** Whether a line with this mark holds the key. */
    boolean has(Mark mark, PublicKey key) throws IOException, GeneralSecurityException {
        for (KnownHostEntry entry : entries) {
            if (mark.of(entry)
                    && KeyUtils.compareKeys(
                            entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING), key)) {
                return true;
            }
        }
        return false;
    }

    /** The kinds of keys that are pinned, as they are negotiated. */
    Set<String> pinnedTypes() {
        return entries.stream()
                .filter(Mark.PINNED::of)
                .map(entry -> entry.getKeyEntry().getKeyType())
                .flatMap(type -> type.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(type))
                .collect(Collectors.toSet());
    }
}
