package io.upkeep.probe.ask;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Connects to the variable {@code address} and closes again; nothing is sent. */
final class ConnectProducer extends DefaultProducer {

    private final ProbeEndpoint endpoint;

    ConnectProducer(ProbeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        connect(exchange.getVariable("address", String.class), endpoint.getTimeout());
    }

    /** @param address host:port */
    static void connect(String address, int timeoutMillis) throws IOException {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        InetSocketAddress where = new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
        if (where.isUnresolved()) {
            throw new IOException(host + " has no address");
        }
        try (Socket socket = new Socket()) {
            socket.connect(where, timeoutMillis);
        } catch (IOException failure) {
            throw new IOException("%s: %s".formatted(address, failure.getMessage()), failure);
        }
    }
}
