package io.upkeep.sandbox;

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates of servers on loopback; nobody trusts it who was not given {@link #trust()}. */
public final class TestAuthority {

    public static final String PASSWORD = "of-a-test";

    private final Path directory;
    private final KeyPair authority;
    private final Path trust;
    private final Path pem;
    // each has a name of its own, as authorities do: it is by its name that one is looked for
    private final String name = "authority " + UUID.randomUUID();
    private int serial = 1;

    private TestAuthority(Path directory) throws Exception {
        this.directory = Files.createDirectories(directory);
        authority = newKeys();
        KeyStore trusted = store();
        X509Certificate own = certificate(name, authority, Duration.ofDays(1000));
        trusted.setCertificateEntry("authority", own);
        trust = write(trusted, "trust.p12");
        pem = Files.writeString(
                directory.resolve("trust.pem").toAbsolutePath(),
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(own.getEncoded())));
    }

    /** A new one, which keeps its files in the directory. */
    public static TestAuthority in(Path directory) {
        try {
            return new TestAuthority(directory);
        } catch (Exception failure) {
            throw new IllegalStateException("no authority can be made in " + directory, failure);
        }
    }

    /** The store with its own certificate, as PKCS 12 with {@link #PASSWORD}. */
    public Path trust() {
        return trust;
    }

    /** Its own certificate as PEM. */
    public Path pem() {
        return pem;
    }

    /** A server's new key with a certificate for {@code 127.0.0.1}. */
    public KeyStore keys(String name, Duration validFor) throws Exception {
        KeyPair own = newKeys();
        KeyStore keys = store();
        Certificate[] chain = {certificate(name, own, validFor)};
        keys.setKeyEntry("own", own.getPrivate(), PASSWORD.toCharArray(), chain);
        return keys;
    }

    /** The same in a file, as PKCS 12 with {@link #PASSWORD}. */
    public Path keyFile(String name, Duration validFor) {
        try {
            return write(keys(name, validFor), name + ".p12");
        } catch (Exception failure) {
            throw new IllegalStateException("no key can be made for " + name, failure);
        }
    }

    private Path write(KeyStore store, String name) throws Exception {
        Path file = directory.resolve(name).toAbsolutePath();
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private X509Certificate certificate(String name, KeyPair subject, Duration validFor) throws Exception {
        boolean isAuthority = subject == authority;
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + this.name),
                BigInteger.valueOf(serial++),
                Date.from(now.minus(Duration.ofDays(100))),
                Date.from(now.plus(validFor)),
                new X500Name("CN=" + name),
                subject.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        PrivateKey signer = authority.getPrivate();
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }

    private static KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load((InputStream) null, null);
        return store;
    }
}
