package io.upkeep.probe;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port that can be connected to while it is open; closed at first. */
final class Gate {

    private final int port;
    private HttpServer server;

    Gate() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException("no port is free", failure);
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    synchronized void open() {
        if (server == null) {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            } catch (IOException failure) {
                throw new UncheckedIOException("port " + port + " cannot be opened", failure);
            }
            server.start();
        }
    }

    synchronized void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }
}
