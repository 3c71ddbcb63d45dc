package io.upkeep.channels;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as Slack does: posts and updates messages, or what it was told to answer next. */
final class SlackStandIn implements AutoCloseable {

    /** A call that it answered with ok. */
    record Call(String method, Map<String, String> form, String ts) {
        String text() {
            return form.get("text");
        }
    }

    private record Answer(int status, String retryAfter, String body) {}

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Queue<Answer> next = new ArrayDeque<>();
    private int messages;

    SlackStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void answerNext(int status, String retryAfter, String body) {
        next.add(new Answer(status, retryAfter, body));
    }

    List<Call> calls() {
        return calls;
    }

    /** The bodies of the answers that were not ok. */
    List<String> refusals() {
        return refusals;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().substring("/api/".length());
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Answer answer = next.poll();
        if (answer != null) {
            refusals.add(answer.body());
            if (answer.retryAfter() != null) {
                exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
            }
            send(exchange, answer.status(), answer.body());
            return;
        }
        String ts = method.equals("chat.update") ? form.get("ts") : "17000000.%06d".formatted(++messages);
        calls.add(new Call(method, form, ts));
        send(exchange, 200, "{\"ok\":true,\"channel\":\"C0%s\",\"ts\":\"%s\"}".formatted(form.get("channel"), ts));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return Collections.unmodifiableMap(form);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
