import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A web server in a process of its own, so that its processor time is nobody's: prints its port and answers until it is killed. */
public final class HttpTarget {

    private static final byte[] BODY =
            "{\"status\": \"up\", \"checks\": {\"database\": \"up\"}}".getBytes(StandardCharsets.UTF_8);

    private HttpTarget() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY);
            exchange.close();
        });
        server.start();
        System.out.println(server.getAddress().getPort());
    }
}
