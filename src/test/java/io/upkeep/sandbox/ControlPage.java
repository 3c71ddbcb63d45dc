package io.upkeep.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sandbox's own page and API: {@code GET /}, {@code GET /parts} (text), {@code POST /parts/<part>/break?fault=<fault>},
 * {@code POST /parts/<part>/heal}, {@code POST /heal}. A form gets the page back, every other client one line of text.
 */
public final class ControlPage implements AutoCloseable {

    private static final Pattern ACTION = Pattern.compile("/parts/([a-z0-9-]+)/(break|heal)");

    private final Sandbox sandbox;
    private final int port = Ports.free();
    private final HttpPart server;

    private ControlPage(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.server = HttpPart.start("control", port, this::handle);
    }

    /** Serves it on a free port of the loopback address. */
    static ControlPage start(Sandbox sandbox) {
        return new ControlPage(sandbox);
    }

    /** Where it is, without a slash at the end. */
    public String address() {
        return "http://" + Ports.HOST + ":" + port;
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = HttpPart.path(exchange);
        Matcher action = ACTION.matcher(path);
        if (isForeign(exchange)) {
            send(exchange, 403, "text/plain", "requests of other web sites are refused\n");
        } else if (exchange.getRequestMethod().equals("POST") && (action.matches() || path.equals("/heal"))) {
            change(exchange, path.equals("/heal") ? null : action);
        } else if (path.equals("/parts")) {
            send(exchange, 200, "text/plain", parts());
        } else if (path.equals("/")) {
            send(exchange, 200, "text/html", new ControlView(sandbox).html());
        } else {
            send(exchange, 404, "text/plain", "not here; see / and /parts\n");
        }
    }

    /** Other sites' forms and names that resolve to this machine must not be able to break anything. */
    private boolean isForeign(HttpExchange exchange) {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        boolean local = host.equals(Ports.HOST + ":" + port) || host.equals("localhost:" + port);
        return !local || (origin != null && !origin.equals("http://" + host));
    }

    private void change(HttpExchange exchange, Matcher action) throws IOException {
        try {
            if (action == null) {
                sandbox.healAll();
            } else if (action.group(2).equals("heal")) {
                sandbox.heal(action.group(1));
            } else {
                sandbox.breakPart(action.group(1), fault(exchange));
            }
        } catch (IllegalArgumentException unknown) {
            send(exchange, 400, "text/plain", unknown.getMessage() + "\n");
            return;
        }
        String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                .orElse("");
        if (accept.contains("text/html")) {
            exchange.getResponseHeaders().set("Location", "/");
            exchange.sendResponseHeaders(303, -1);
        } else {
            send(exchange, 200, "text/plain", action == null ? parts() : line(sandbox.part(action.group(1))));
        }
    }

    private static String fault(HttpExchange exchange) throws IOException {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        String form = new String(exchange.getRequestBody().readNBytes(1024), StandardCharsets.UTF_8);
        Matcher fault = Pattern.compile("(?:^|&)fault=([^&]*)").matcher(query.isEmpty() ? form : query);
        return fault.find() ? URLDecoder.decode(fault.group(1), StandardCharsets.UTF_8) : "";
    }

    private String parts() {
        StringBuilder text = new StringBuilder();
        sandbox.breakable().forEach(part -> text.append(line(part)));
        return text.toString();
    }

    private static String line(SandboxPart part) {
        return "%-13s %-12s %-45s %s%n".formatted(part.name(), part.state(), part.address(), part.faults());
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders()
                .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
