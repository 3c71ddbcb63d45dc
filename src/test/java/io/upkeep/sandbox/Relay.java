package io.upkeep.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * A TCP relay in front of a real server, so that its network can be broken while the server runs on and keeps its
 * content. {@code refusing}: connections are dropped and new ones refused; {@code hanging}: connections stay, new ones
 * are accepted, no byte passes until it is healed.
 */
public final class Relay implements SandboxPart {

    public static final String REFUSING = "refusing";
    public static final String HANGING = "hanging";

    private final String name;
    private final String scheme;
    private final int port;
    private final int target;
    private final Faults faults;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private volatile ServerSocket listener;

    private Relay(String name, String scheme, int port, int target) {
        this.name = name;
        this.scheme = scheme;
        this.port = port;
        this.target = target;
        this.faults = new Faults(name, REFUSING, HANGING);
        this.threads = Threads.cached("relay-" + name);
    }

    /** Listens on {@code port} and passes everything to {@code target}, both on the loopback address. */
    static Relay start(String name, String scheme, int port, int target) {
        Relay relay = new Relay(name, scheme, port, target);
        relay.listen();
        return relay;
    }

    /** The port clients connect to. */
    public int port() {
        return port;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return scheme + "://" + Ports.HOST + ":" + port;
    }

    @Override
    public String state() {
        return faults.current();
    }

    @Override
    public Set<String> faults() {
        return faults.known();
    }

    @Override
    public synchronized void breakWith(String fault) {
        faults.set(fault);
        if (REFUSING.equals(fault)) {
            stopListening();
            sockets.forEach(Relay::closeQuietly);
        } else if (listener.isClosed()) {
            listen();
        }
        wake();
    }

    @Override
    public synchronized void heal() {
        faults.heal();
        if (listener.isClosed()) {
            listen();
        }
        wake();
    }

    @Override
    public synchronized void close() {
        stopListening();
        sockets.forEach(Relay::closeQuietly);
        threads.shutdownNow();
        wake();
    }

    private void wake() {
        synchronized (faults) {
            faults.notifyAll();
        }
    }

    private void listen() {
        ServerSocket opened = Ports.listen(name, port, this::bound);
        listener = opened;
        threads.execute(() -> accept(opened));
    }

    private ServerSocket bound() throws IOException {
        ServerSocket opened = new ServerSocket();
        try {
            opened.setReuseAddress(true);
            opened.bind(Ports.address(port));
            return opened;
        } catch (IOException failure) {
            closeQuietly(opened);
            throw failure;
        }
    }

    private void stopListening() {
        closeQuietly(listener);
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                sockets.add(client);
                if (from.isClosed()) {
                    // the operating system had taken it just before the listener was closed
                    drop(client);
                } else {
                    threads.execute(() -> connect(client));
                }
            } catch (IOException closed) {
                closeQuietly(from);
            }
        }
    }

    private void connect(Socket client) {
        try {
            awaitTraffic();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(server);
            if (faults.is(REFUSING)) {
                drop(server);
                throw new IOException("broken while it connected");
            }
            threads.execute(() -> pump(client, server));
            pump(server, client);
        } catch (IOException unreachable) {
            drop(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                awaitTraffic();
                to.getOutputStream().write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            drop(from);
            drop(to);
        } finally {
            if (from.isOutputShutdown() || to.isInputShutdown()) {
                drop(from);
                drop(to);
            }
        }
    }

    private void awaitTraffic() throws IOException {
        synchronized (faults) {
            while (faults.is(HANGING) && !threads.isShutdown()) {
                try {
                    faults.wait();
                } catch (InterruptedException closing) {
                    Thread.currentThread().interrupt();
                    throw new IOException("relay '" + name + "' is closing", closing);
                }
            }
        }
    }

    private void drop(Socket socket) {
        sockets.remove(socket);
        closeQuietly(socket);
    }

    private static void closeQuietly(java.io.Closeable socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // nothing is left to do with a socket that cannot even be closed
        }
    }
}
