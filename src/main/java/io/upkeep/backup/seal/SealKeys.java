package io.upkeep.backup.seal;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import io.upkeep.text.Sha256;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Keys as people keep them: one line of text. A recipient is public and stands in the configuration of whoever writes
 * backups; an identity is secret and stands in a file of whoever reads them.
 */
public final class SealKeys {

    private static final String RECIPIENT = "upkeep-recipient:";
    private static final String IDENTITY = "upkeep-identity:";
    private static final String HYBRID = "DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM";

    static {
        try {
            HybridConfig.register();
            StreamingAeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private SealKeys() {}

    /** A new identity and its recipient. */
    public record Pair(String identity, String recipient) {

        /** Without the secret. */
        @Override
        public String toString() {
            return recipient;
        }
    }

    /** Makes a pair of keys. */
    public static Pair generate() {
        try {
            KeysetHandle secret = KeysetHandle.generateNew(KeyTemplates.get(HYBRID));
            byte[] identity = TinkProtoKeysetFormat.serializeKeyset(secret, InsecureSecretKeyAccess.get());
            byte[] recipient = TinkProtoKeysetFormat.serializeKeysetWithoutSecret(secret.getPublicKeysetHandle());
            return new Pair(IDENTITY + text(identity), RECIPIENT + text(recipient));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key could be made", e);
        }
    }

    /** A recipient, read and checked. */
    record Recipient(String id, KeysetHandle key) {}

    /** An identity, read and checked; its id is that of its recipient. */
    record Identity(String id, KeysetHandle key) {}

    static Recipient recipient(String line) {
        try {
            byte[] bytes = bytes(line, RECIPIENT);
            return new Recipient(id(bytes), TinkProtoKeysetFormat.parseKeysetWithoutSecret(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + shown(line)
                            + "' is not a recipient; write what 'upkeep key new FILE' printed, upkeep-recipient:…"
                            + " (application.yaml, upkeep.backup.recipients)",
                    e);
        }
    }

    static Identity identity(String line) {
        try {
            KeysetHandle secret =
                    TinkProtoKeysetFormat.parseKeyset(bytes(line, IDENTITY), InsecureSecretKeyAccess.get());
            return new Identity(
                    id(TinkProtoKeysetFormat.serializeKeysetWithoutSecret(secret.getPublicKeysetHandle())), secret);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // neither the line nor the cause is shown: they may hold the secret
            throw new IllegalArgumentException(
                    "the file holds no identity; make one: upkeep key new FILE (application.yaml, upkeep.backup.identity)");
        }
    }

    /** Short and public: tells which key is meant, not what it is. */
    private static String id(byte[] recipient) throws GeneralSecurityException {
        byte[] digest = Sha256.digest().digest(recipient);
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    private static byte[] bytes(String line, String prefix) {
        String text = line.strip();
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("it does not start with " + prefix);
        }
        return Base64.getUrlDecoder().decode(text.substring(prefix.length()));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String shown(String line) {
        return line.startsWith(IDENTITY) ? IDENTITY + "…" : line.substring(0, Math.min(40, line.length()));
    }
}
