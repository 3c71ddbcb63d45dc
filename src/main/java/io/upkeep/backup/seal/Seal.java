package io.upkeep.backup.seal;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import io.upkeep.backup.seal.SealKeys.Identity;
import io.upkeep.backup.seal.SealKeys.Recipient;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/**
 * Seals streams to recipients and opens them again with an identity. Each stream has a key of its own, which is wrapped for
 * every recipient (HPKE) in a header; the content follows in authenticated segments of 1 MiB (AES-256-GCM), bound to the header.
 * What was changed, cut off, reordered or belongs to another backup is refused while it is read. Safe for use by many threads.
 */
public final class Seal {

    /** Neither seals nor opens. */
    public static final Seal NONE = new Seal(List.of(), null);

    private static final String MAGIC = "upkeep-sealed-1";
    private static final String SEGMENTS = "AES256_GCM_HKDF_1MB";
    private static final int MOST_RECIPIENTS = 100;
    private static final int LONGEST_WRAP = 4096;

    private final List<Recipient> recipients;
    private final Identity identity;

    private Seal(List<Recipient> recipients, Identity identity) {
        this.recipients = recipients;
        this.identity = identity;
    }

    /**
     * Of lines as {@link SealKeys} writes them.
     *
     * @param recipients none: nothing is sealed
     * @param identity null: nothing can be opened
     */
    public static Seal of(List<String> recipients, String identity) {
        return new Seal(
                recipients.stream().map(SealKeys::recipient).toList(),
                identity == null ? null : SealKeys.identity(identity));
    }

    /** Whether what is written is sealed. */
    public boolean seals() {
        return !recipients.isEmpty();
    }

    /** The ids of those who can open it. */
    public List<String> recipients() {
        return recipients.stream().map(Recipient::id).toList();
    }

    /** Whether what was sealed to these can be opened here. */
    public boolean opens(List<String> ids) {
        return identity != null && ids.contains(identity.id());
    }

    /**
     * Writes the header; what is written to the returned stream arrives sealed. Closing it writes the end and closes the
     * given one.
     *
     * @param name of what is sealed, such as a backup's id; opening asks for the same
     */
    public OutputStream sealing(OutputStream to, String name) throws IOException {
        if (!seals()) {
            return to;
        }
        WarmCipher.begin();
        try {
            KeysetHandle key = KeysetHandle.generateNew(KeyTemplates.get(SEGMENTS));
            byte[] header = header(key, name);
            to.write(header);
            return primitive(key, StreamingAead.class).newEncryptingStream(to, header);
        } catch (GeneralSecurityException e) {
            throw new IOException("the stream cannot be sealed: " + e.getMessage(), e);
        }
    }

    private byte[] header(KeysetHandle key, String name) throws IOException, GeneralSecurityException {
        byte[] secret = TinkProtoKeysetFormat.serializeKeyset(key, InsecureSecretKeyAccess.get());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeUTF(MAGIC);
        header.writeUTF(name);
        header.writeInt(recipients.size());
        for (Recipient recipient : recipients) {
            byte[] wrapped = primitive(recipient.key(), HybridEncrypt.class)
                    .encrypt(secret, name.getBytes(StandardCharsets.UTF_8));
            header.writeUTF(recipient.id());
            header.writeInt(wrapped.length);
            header.write(wrapped);
        }
        return bytes.toByteArray();
    }

    /**
     * What was sealed. Each read either gives what was written or fails.
     *
     * @param name as it was sealed
     * @throws IOException when it is not sealed, not to this identity, or not under this name
     */
    public InputStream opening(InputStream from, String name) throws IOException {
        WarmCipher.begin();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream copy = new DataOutputStream(bytes);
        try {
            byte[] secret = unwrapped(new DataInputStream(from), copy, name)
                    .orElseThrow(() -> new IOException("it is sealed to others; the identity here cannot open it"));
            KeysetHandle key = TinkProtoKeysetFormat.parseKeyset(secret, InsecureSecretKeyAccess.get());
            return primitive(key, StreamingAead.class).newDecryptingStream(from, bytes.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("its key cannot be unwrapped: " + e.getMessage(), e);
        }
    }

    private Optional<byte[]> unwrapped(DataInputStream header, DataOutputStream copy, String name)
            throws IOException, GeneralSecurityException {
        String magic = header.readUTF();
        String written = header.readUTF();
        int count = header.readInt();
        if (!magic.equals(MAGIC) || count < 1 || count > MOST_RECIPIENTS) {
            throw new IOException("it is not sealed as Upkeep seals");
        }
        if (!written.equals(name)) {
            throw new IOException("it was sealed as '%s', not as '%s'".formatted(written, name));
        }
        copy.writeUTF(magic);
        copy.writeUTF(written);
        copy.writeInt(count);
        Optional<byte[]> secret = Optional.empty();
        for (int i = 0; i < count; i++) {
            String id = header.readUTF();
            int length = header.readInt();
            if (length < 1 || length > LONGEST_WRAP) {
                throw new IOException("it is not sealed as Upkeep seals");
            }
            byte[] wrapped = header.readNBytes(length);
            copy.writeUTF(id);
            copy.writeInt(length);
            copy.write(wrapped);
            if (opens(List.of(id))) {
                secret = Optional.of(primitive(identity.key(), HybridDecrypt.class)
                        .decrypt(wrapped, name.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return secret;
    }

    private static <T> T primitive(KeysetHandle key, Class<T> type) throws GeneralSecurityException {
        return key.getPrimitive(RegistryConfiguration.get(), type);
    }
}
