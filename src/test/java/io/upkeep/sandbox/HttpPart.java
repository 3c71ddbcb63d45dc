package io.upkeep.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.concurrent.ExecutorService;

/** A small HTTP server on the loopback address that closes each exchange whatever its handler does. */
final class HttpPart implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private HttpPart(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static HttpPart start(String name, int port, HttpHandler handler) {
        HttpServer server = Ports.listen(name, port, () -> HttpServer.create(Ports.address(port), 0));
        ExecutorService threads = Threads.cached(name);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, handler));
        server.start();
        return new HttpPart(server, threads);
    }

    /** The path below the root, decoded. */
    static String path(HttpExchange exchange) {
        return exchange.getRequestURI().getPath();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, HttpHandler handler) throws IOException {
        try (exchange) {
            handler.handle(exchange);
        } catch (RuntimeException failure) {
            System.err.println(exchange.getRequestURI() + ": " + failure);
            exchange.sendResponseHeaders(500, -1);
        }
    }
}
