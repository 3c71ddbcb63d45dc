package io.upkeep.job;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request to a job server.
 *
 * @param path below the server's address, escaped, beginning with a slash
 * @param query escaped, without the question mark; empty for none
 * @param body empty for none
 * @param type of the body; empty for none
 */
record Ask(String method, String path, String query, String body, String type) {

    static Ask get(String path, String query) {
        return new Ask("GET", path, query, "", "");
    }

    static Ask post(String path) {
        return new Ask("POST", path, "", "", "");
    }

    static Ask json(String method, String path, String query, String body) {
        return new Ask(method, path, query, body, "application/json");
    }

    static Ask form(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> escaped(field.getKey()) + "=" + escaped(field.getValue()))
                .collect(Collectors.joining("&"));
        return new Ask("POST", path, "", body, "application/x-www-form-urlencoded");
    }

    /** One piece of a path or query; a slash in it does not end it. */
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
