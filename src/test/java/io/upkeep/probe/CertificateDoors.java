package io.upkeep.probe;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Real TLS servers on loopback, whose certificates one authority has signed: one that is good, that ends soon, that has ended. */
final class CertificateDoors {

    static final String PASSWORD = "of-a-test";

    private final Map<String, String> addresses = new TreeMap<>();
    private final KeyPair authority;
    private final Path trust;
    private int serial = 1;

    private CertificateDoors(Path directory) throws Exception {
        authority = keys();
        trust = directory.resolve("trust.p12");
        KeyStore trusted = store();
        trusted.setCertificateEntry("authority", certificate("authority", authority, Duration.ofDays(1000)));
        Files.createDirectories(directory);
        try (var out = Files.newOutputStream(trust)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        open("good", Duration.ofDays(90));
        open("ends-soon", Duration.ofDays(5));
        open("ended", Duration.ofDays(-1));
    }

    static CertificateDoors open(Path directory) {
        try {
            return new CertificateDoors(directory);
        } catch (Exception failure) {
            throw new IllegalStateException("the doors cannot be opened", failure);
        }
    }

    /** Where each listens, by name. */
    Map<String, String> addresses() {
        return addresses;
    }

    /** The store with the authority's certificate. */
    Path trust() {
        return trust;
    }

    private void open(String name, Duration validFor) throws Exception {
        KeyPair own = keys();
        KeyStore keys = store();
        Certificate[] chain = {certificate(name, own, validFor)};
        keys.setKeyEntry("own", own.getPrivate(), PASSWORD.toCharArray(), chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        addresses.put(name, "https://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private X509Certificate certificate(String name, KeyPair subject, Duration validFor) throws Exception {
        boolean isAuthority = subject == authority;
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=authority"),
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

    private static KeyPair keys() throws Exception {
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
