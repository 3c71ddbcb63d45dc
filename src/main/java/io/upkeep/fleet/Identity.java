package io.upkeep.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * What Upkeep logs in with: its key, and before it the certificate of that key, where there is one. The certificate is
 * read at each login, so that one which was renewed counts at once; one that is not valid now is passed over.
 */
final class Identity implements KeyIdentityProvider {

    private final Path file;
    private final Optional<Path> certificate;
    private final List<KeyPair> keys;

    private Identity(Path file, Optional<Path> certificate, List<KeyPair> keys) {
        this.file = file;
        this.certificate = certificate;
        this.keys = keys;
    }

    /** @throws IllegalArgumentException when the key, or a certificate that is there, cannot be used */
    static Identity of(SshSettings settings) {
        Path file = SshLogin.readable("private-key", settings.privateKey());
        Path beside = file.resolveSibling(file.getFileName() + "-cert.pub");
        Optional<Path> certificate = settings.certificate() != null
                ? Optional.of(SshLogin.readable("certificate", settings.certificate()))
                : Optional.of(beside).filter(Files::exists);
        Identity identity = new Identity(file, certificate, keys(file));
        try {
            identity.certified();
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            throw new IllegalArgumentException(
                    "upkeep.ssh.certificate: '" + certificate.orElseThrow() + "' cannot be used: "
                            + unusable.getMessage() + "; have the key signed: " + identity.signing(),
                    unusable);
        }
        return identity;
    }

    private static List<KeyPair> keys(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> keys =
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, null);
            if (keys != null && keys.iterator().hasNext()) {
                List<KeyPair> all = new ArrayList<>();
                keys.forEach(all::add);
                return all;
            }
            throw new IOException("there is no private key in it");
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(
                    "upkeep.ssh.private-key: '" + file + "' cannot be used: " + unusable.getMessage()
                            + "; make one without a passphrase: ssh-keygen -t ed25519 -N '' -f " + file,
                    unusable);
        }
    }

    @Override
    public Iterable<KeyPair> loadKeys(SessionContext session) {
        List<KeyPair> offered = new ArrayList<>();
        try {
            certified().ifPresent(offered::add);
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            // the key may do; a refusal tells of the certificate
        }
        offered.addAll(keys);
        return offered;
    }

    /** The certificate with its private key; empty where there is no certificate. */
    private Optional<KeyPair> certified() throws IOException, GeneralSecurityException {
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        OpenSshCertificate read = read(certificate.get());
        for (KeyPair key : keys) {
            if (KeyUtils.compareKeys(key.getPublic(), read.getCertPubKey())) {
                return Optional.of(new KeyPair(read, key.getPrivate()));
            }
        }
        throw new IOException("it is for another key than '" + file + "'");
    }

    private static OpenSshCertificate read(Path certificate) throws IOException, GeneralSecurityException {
        PublicKeyEntry entry =
                PublicKeyEntry.parsePublicKeyEntry(Files.readString(certificate).strip());
        PublicKey key = entry == null ? null : entry.resolvePublicKey(null, null, null);
        if (!(key instanceof OpenSshCertificate read)) {
            throw new IOException("there is no OpenSSH certificate in it");
        }
        if (read.getType() != OpenSshCertificate.Type.USER) {
            throw new IOException("it is a host's certificate, made with -h");
        }
        return read;
    }

    private String signing() {
        return "ssh-keygen -s <CA> -I upkeep -n <login user> -V +1d " + file + ".pub";
    }

    /** What a person does when a host refused all of it. */
    String advice() {
        String plain = "check that the public half of '" + file + "' is in the authorized_keys of the target's user";
        if (certificate.isEmpty()) {
            return plain;
        }
        try {
            OpenSshCertificate read =
                    (OpenSshCertificate) certified().orElseThrow().getPublic();
            return OpenSshCertificate.isValidNow(read)
                    ? "check that sshd there trusts the CA of '" + certificate.get() + "' (TrustedUserCAKeys), and that"
                            + " the target's user is among its principals "
                            + Printable.of(read.getPrincipals().toString(), 200)
                    : "the certificate '" + certificate.get() + "' is valid from " + at(read.getValidAfter()) + " to "
                            + at(read.getValidBefore()) + ": renew it: " + signing();
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            return "the certificate '" + certificate.get() + "' cannot be used: " + unusable.getMessage()
                    + "; renew it: " + signing();
        }
    }

    private static String at(long seconds) {
        return seconds < 0 || seconds > Instant.MAX.getEpochSecond()
                ? "any time"
                : Instant.ofEpochSecond(seconds).toString();
    }
}
