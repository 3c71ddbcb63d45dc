package io.upkeep.fleet;

import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;

/**
 * In what order a host is offered what the library offers by itself: first what costs a fleet's controller least. The
 * library's own first choices, sntrup761 and ChaCha20, are computed in plain Java, and take most of the processor time of
 * a short script; the processor has instructions for AES. See {@code docs/adr/0053}.
 */
final class SshAlgorithms {

    static final List<BuiltinDHFactories> KEY_EXCHANGES = first(
            List.of(
                    BuiltinDHFactories.mlkem768x25519,
                    BuiltinDHFactories.curve25519,
                    BuiltinDHFactories.curve25519_libssh),
            ClientBuilder.DEFAULT_KEX_PREFERENCE);

    static final List<BuiltinCiphers> CIPHERS = first(
            List.of(
                    BuiltinCiphers.aes128gcm,
                    BuiltinCiphers.aes256gcm,
                    BuiltinCiphers.aes128ctr,
                    BuiltinCiphers.aes192ctr,
                    BuiltinCiphers.aes256ctr),
            ClientBuilder.DEFAULT_CIPHERS_PREFERENCE);

    private SshAlgorithms() {}

    private static <T> List<T> first(List<T> first, List<T> all) {
        return Stream.concat(first.stream(), all.stream()).distinct().toList();
    }
}
