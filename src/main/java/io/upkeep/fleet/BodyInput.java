package io.upkeep.fleet;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/** A message body that can be read from its start for each host, without being held in memory. */
final class BodyInput implements HostOrder.Input {

    private final HostOrder.Input source;
    private final Size size;

    private BodyInput(HostOrder.Input source, Size size) {
        this.source = source;
        this.size = size;
    }

    /** How many bytes there are, asked when it is needed. */
    @FunctionalInterface
    private interface Size {
        OptionalLong bytes() throws IOException;
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
        return source(exchange, body, hosts);
    }

    private static BodyInput source(Exchange exchange, Object body, int hosts) {
        if (body instanceof CharSequence text) {
            return of(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        if (body instanceof byte[] bytes) {
            return of(bytes);
        }
        if (body instanceof File file) {
            return of(file.toPath());
        }
        if (body instanceof Path file) {
            return of(file);
        }
        if (body instanceof StreamCache cached && body instanceof InputStream) {
            return new BodyInput(
                    () -> (InputStream) cached.copy(exchange),
                    () -> cached.length() > 0 ? OptionalLong.of(cached.length()) : OptionalLong.empty());
        }
        if (body instanceof InputStream stream && hosts == 1) {
            return new BodyInput(() -> stream, OptionalLong::empty);
        }
        throw new IllegalArgumentException("the body is "
                + (body == null ? "empty" : "a " + body.getClass().getSimpleName())
                + ", which " + hosts + " hosts cannot read; set a String, byte[] or File (a stream serves one host)");
    }

    private static BodyInput of(byte[] bytes) {
        return new BodyInput(() -> new ByteArrayInputStream(bytes), () -> OptionalLong.of(bytes.length));
    }

    private static BodyInput of(Path file) {
        return new BodyInput(() -> Files.newInputStream(file), () -> OptionalLong.of(Files.size(file)));
    }

    @Override
    public OptionalLong bytes() throws IOException {
        return size.bytes();
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
