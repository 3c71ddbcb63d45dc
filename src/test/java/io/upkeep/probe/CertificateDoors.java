package io.upkeep.probe;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.upkeep.sandbox.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Real TLS servers on loopback, whose certificates one authority has signed: one that is good, that ends soon, that has ended. */
final class CertificateDoors {

    private final Map<String, String> addresses = new TreeMap<>();
    private final TestAuthority authority;

    private CertificateDoors(Path directory) throws Exception {
        authority = TestAuthority.in(directory);
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
        return authority.trust();
    }

    private void open(String name, Duration validFor) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(authority.keys(name, validFor), TestAuthority.PASSWORD.toCharArray());
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
}
