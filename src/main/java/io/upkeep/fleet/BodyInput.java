package io.upkeep.fleet;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/** A message body that can be read from its start for each host, without being held in memory. */
final class BodyInput implements HostOrder.Input {

    private final HostOrder.Input source;

    private BodyInput(HostOrder.Input source) {
        this.source = source;
    }

    /**
     * Finds out how to read the exchange's body.
     *
     * @throws IllegalArgumentException when it is of no type that can be read, or a stream for several hosts
     */
    static BodyInput of(Exchange exchange, int hosts) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof WrappedFile<?> wrapped) {
            body = wrapped.getFile();
        }
        return new BodyInput(source(exchange, body, hosts));
    }

    private static HostOrder.Input source(Exchange exchange, Object body, int hosts) {
        if (body instanceof CharSequence text) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return () -> new ByteArrayInputStream(bytes);
        }
        if (body instanceof byte[] bytes) {
            return () -> new ByteArrayInputStream(bytes);
        }
        if (body instanceof File file) {
            return () -> new FileInputStream(file);
        }
        if (body instanceof Path file) {
            return () -> Files.newInputStream(file);
        }
        if (body instanceof StreamCache cached && body instanceof InputStream) {
            return () -> (InputStream) cached.copy(exchange);
        }
        if (body instanceof InputStream stream && hosts == 1) {
            return () -> stream;
        }
        throw new IllegalArgumentException("the body is "
                + (body == null ? "empty" : "a " + body.getClass().getSimpleName())
                + ", which " + hosts + " hosts cannot read; set a String, byte[] or File (a stream serves one host)");
    }

    @Override
    public InputStream open() throws IOException {
        return source.open();
    }

    /** The body as a script. */
    String script() throws IOException {
        try (InputStream in = open()) {
            return HostScript.text("the body, as a script", in.readNBytes(HostScript.MOST_BYTES + 1));
        }
    }
}
