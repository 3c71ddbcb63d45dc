package io.upkeep.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One call of the S3 API, path style. */
record S3Request(HttpExchange exchange, String bucket, String key, Map<String, String> query) {

    static S3Request of(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath().substring(1);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        return new S3Request(
                exchange,
                decode(bucket),
                decode(key),
                query(exchange.getRequestURI().getRawQuery()));
    }

    /** The object that {@code x-amz-copy-source} names. */
    static S3Request ofPath(String source) {
        String path = decode(source.startsWith("/") ? source.substring(1) : source);
        int slash = path.indexOf('/');
        return new S3Request(null, path.substring(0, slash), path.substring(slash + 1), Map.of());
    }

    String method() {
        return exchange.getRequestMethod();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    boolean asks(String parameter) {
        return query.containsKey(parameter);
    }

    InputStream body() {
        return exchange.getRequestBody();
    }

    void answer(int status, String xml) throws IOException {
        byte[] bytes = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        if (method().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    void answer(int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    void set(String header, String value) {
        exchange.getResponseHeaders().set(header, value);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
