package io.upkeep.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** The key Upkeep logs in with, and the file with the hosts' pinned keys. */
final class HostKeys {

    private final Path privateKey;
    private final Path knownHosts;
    private final KeyPair client = generate();

    private HostKeys(Path directory) {
        this.privateKey = directory.resolve("id_ecdsa");
        this.knownHosts = directory.resolve("known_hosts");
    }

    /** Writes a fresh key (OpenSSH format, readable by its owner only) and an empty {@code known_hosts}. */
    static HostKeys write(Path directory) {
        HostKeys keys = new HostKeys(directory);
        try {
            Files.createDirectories(directory);
            Files.writeString(keys.knownHosts, "");
            try (OutputStream out = Files.newOutputStream(keys.privateKey)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(keys.client, "upkeep@sandbox", null, out);
            }
            Files.setPosixFilePermissions(keys.privateKey, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("cannot write SSH keys to " + directory, failure);
        }
        return keys;
    }

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has EC keys", impossible);
        }
    }

    Path privateKey() {
        return privateKey;
    }

    Path knownHosts() {
        return knownHosts;
    }

    boolean isClient(PublicKey key) {
        return KeyUtils.compareKeys(key, client.getPublic());
    }

    /** Pins a host's key. */
    synchronized void pin(int port, PublicKey key) {
        String line = "[%s]:%d %s%n".formatted(Ports.HOST, port, PublicKeyEntry.toString(key));
        try {
            Files.writeString(knownHosts, line, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot pin a host key in " + knownHosts, failure);
        }
    }
}
