package io.upkeep.backup.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings AES-GCM of this JVM to its speed: until HotSpot has compiled it for the processor's instructions it takes fifty times as
 * long (10 s for each GiB, 0.2 s afterwards), and HotSpot compiles what is called often. Tink calls it once for each MiB, so that
 * the first half GiB would be over before.
 */
final class WarmCipher {

    private static final Logger LOG = LoggerFactory.getLogger(WarmCipher.class);
    /** Two to three times what JDK 17 and 25 need. */
    private static final int CALLS = 4000;

    private static final int PIECE = 1024;
    private static final int TAG = 16;
    private static final int NONCE = 12;
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private WarmCipher() {}

    /** Begins, once in a JVM, in a thread of its own that is over within a second; whoever seals meanwhile need not wait. */
    static void begin() {
        if (BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(WarmCipher::warm, "seal-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void warm() {
        try {
            SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
            ByteBuffer plain = ByteBuffer.allocate(PIECE);
            ByteBuffer sealed = ByteBuffer.allocate(PIECE + TAG);
            // nothing of what is sealed, and nobody sees what comes out
            GCMParameterSpec parameters = new GCMParameterSpec(8 * TAG, new byte[NONCE]);
            for (int call = 0; call < CALLS; call++) {
                crypt(Cipher.ENCRYPT_MODE, key, parameters, plain.clear(), sealed.clear());
                crypt(Cipher.DECRYPT_MODE, key, parameters, sealed.flip(), plain.clear());
            }
        } catch (GeneralSecurityException slow) {
            LOG.debug("AES-GCM stays as fast as it is", slow);
        }
    }

    /** As Tink does it: a cipher for each segment, between two buffers. */
    private static void crypt(int mode, SecretKeySpec key, GCMParameterSpec parameters, ByteBuffer from, ByteBuffer to)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, parameters);
        cipher.doFinal(from, to);
    }
}
