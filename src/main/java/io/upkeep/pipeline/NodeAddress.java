package io.upkeep.pipeline;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where a node's page is, for a reader who may sit at another machine. */
final class NodeAddress {

    private NodeAddress() {}

    /**
     * Of what the server was told to listen on.
     *
     * @param bound null or a wildcard: all of the machine's addresses, so the machine's name is told
     */
    static String of(InetAddress bound, boolean tls, int port) {
        String host = bound == null || bound.isAnyLocalAddress() ? machine() : bound.getHostAddress();
        return "%s://%s:%d/".formatted(tls ? "https" : "http", host.contains(":") ? "[" + host + "]" : host, port);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException nameless) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
