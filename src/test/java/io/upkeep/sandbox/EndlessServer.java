package io.upkeep.sandbox;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A real HTTP server whose answers do not come to an end, until its clients have had enough. */
public final class EndlessServer implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger hungUp = new AtomicInteger();
    private final HttpServer server;

    public EndlessServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it listens, without a path. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many clients have ended their connection before the answer's end. */
    public AtomicInteger hungUp() {
        return hungUp;
    }

    /** An answer of its own at a path. */
    public void at(String path, HttpHandler answer) {
        server.createContext(path, answer);
    }

    /**
     * Goes on until its client is gone.
     *
     * @param promised bytes that its head says; 0 says nothing
     * @param part so many bytes, again and again
     * @param pauseMillis after each
     */
    public void goesOnAt(String path, long promised, int part, long pauseMillis) {
        byte[] bytes = new byte[part];
        at(path, exchange -> {
            exchange.sendResponseHeaders(200, promised);
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    exchange.getResponseBody().write(bytes);
                    exchange.getResponseBody().flush();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
                }
            } catch (IOException gone) {
                hungUp.incrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
