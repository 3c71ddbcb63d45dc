package io.upkeep.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for Slack's Web API: rejects what Slack rejects, and remembers the channels with threads and edits. Faults:
 * {@code rate-limited} answers 429 with Retry-After, {@code failing} answers {@code internal_error}, {@code down} 503.
 */
public final class SlackPart implements SandboxPart {

    public static final String TOKEN = "xoxb-sandbox-token";
    public static final String CHANNEL = "#maintenance";
    public static final String RATE_LIMITED = "rate-limited";
    public static final String FAILING = "failing";
    public static final String DOWN = "down";

    private final int port = Ports.free();
    private final Faults faults = new Faults("slack", RATE_LIMITED, FAILING, DOWN);
    private final AtomicInteger faultsHit = new AtomicInteger();
    private final List<SlackChannel> channels = List.of(
            new SlackChannel("C0MAINT001", "maintenance"),
            new SlackChannel("C0OPS00002", "operations"),
            new SlackChannel("C0BIZ00003", "business"));
    private final SlackMethods methods = new SlackMethods(channels);
    private final HttpPart server = HttpPart.start("slack", port, this::handle);

    private SlackPart() {}

    static SlackPart start() {
        return new SlackPart();
    }

    /** The messages of a channel (id, name or {@code #name}), replies included, oldest first. */
    public List<SlackMessage> messages(String channel) {
        return channels.stream()
                .filter(known -> known.isCalled(channel))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no Slack channel '" + channel + "'"))
                .messages();
    }

    /** The replies to a message of {@link #CHANNEL}, oldest first. */
    public List<SlackMessage> thread(String ts) {
        return channels.get(0).thread(ts);
    }

    /** Forgets every message. */
    public void clear() {
        channels.forEach(SlackChannel::clear);
    }

    /** How many calls the present fault has hit. */
    public int faultsHit() {
        return faultsHit.get();
    }

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public String address() {
        return "http://" + Ports.HOST + ":" + port;
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
    public void breakWith(String fault) {
        faultsHit.set(0);
        faults.set(fault);
    }

    @Override
    public void heal() {
        faults.heal();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (!faults.is(Faults.HEALTHY)) {
            faultsHit.incrementAndGet();
        }
        String path = HttpPart.path(exchange);
        if (faults.is(DOWN) || !path.startsWith("/api/")) {
            exchange.sendResponseHeaders(faults.is(DOWN) ? 503 : 404, -1);
        } else if (faults.is(RATE_LIMITED)) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            send(exchange, 429, refused("ratelimited"));
        } else {
            send(exchange, 200, answer(exchange, path.substring("/api/".length())));
        }
    }

    private ObjectNode answer(HttpExchange exchange, String method) throws IOException {
        try {
            if (faults.is(FAILING)) {
                throw new SlackMethods.Refused("internal_error");
            }
            Map<String, String> arguments = arguments(exchange);
            authenticate(exchange, arguments);
            return methods.call(method, arguments).put("ok", true);
        } catch (SlackMethods.Refused refused) {
            return refused(refused.getMessage());
        }
    }

    private static void authenticate(HttpExchange exchange, Map<String, String> arguments) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        String token = header == null ? arguments.getOrDefault("token", "") : header.replaceFirst("(?i)^Bearer ", "");
        if (token.isEmpty()) {
            throw new SlackMethods.Refused("not_authed");
        }
        if (!token.equals(TOKEN)) {
            throw new SlackMethods.Refused("invalid_auth");
        }
    }

    private static Map<String, String> arguments(HttpExchange exchange) throws IOException {
        Map<String, String> arguments = new HashMap<>();
        addForm(exchange.getRequestURI().getRawQuery(), arguments);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("POST") && !body.isEmpty()) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
            if (kind.startsWith("application/json")) {
                addJson(body, arguments);
            } else if (kind.startsWith("application/x-www-form-urlencoded")) {
                addForm(body, arguments);
            } else {
                throw new SlackMethods.Refused(kind.isEmpty() ? "missing_post_type" : "invalid_post_type");
            }
        }
        return arguments;
    }

    private static void addForm(String form, Map<String, String> arguments) {
        if (form != null && !form.isEmpty()) {
            for (String pair : form.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new SlackMethods.Refused("invalid_form_data");
                }
                arguments.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    private static void addJson(String body, Map<String, String> arguments) {
        try {
            JsonNode json = SlackMethods.JSON.readTree(body);
            if (!json.isObject()) {
                throw new SlackMethods.Refused("json_not_object");
            }
            json.properties()
                    .forEach(field -> arguments.put(
                            field.getKey(),
                            field.getValue().isValueNode()
                                    ? field.getValue().asText()
                                    : field.getValue().toString()));
        } catch (JsonProcessingException failure) {
            throw new SlackMethods.Refused("invalid_json");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static ObjectNode refused(String error) {
        return SlackMethods.JSON.createObjectNode().put("ok", false).put("error", error);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
