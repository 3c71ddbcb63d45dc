package io.upkeep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * An Upkeep server's REST API. Everything it refuses, and its absence, becomes a {@link CommandFailed} that says what
 * to do next.
 */
final class Server {

    private static final int ID = 36;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern SLASH = Pattern.compile("%(2F|5C)");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String person;

    /**
     * @param url such as {@code http://localhost:8080}
     * @param person who asks: noted in the run
     */
    Server(String url, String person) {
        this.base = parse(url);
        this.person = person;
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url : url + "/");
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the message that shows a correct one
        }
        throw CommandFailed.invalid("server '" + Plain.line(url)
                + "' is not the address of a server; write http://localhost:8080 (--server or UPKEEP_SERVER)");
    }

    /** A part of a path or a query, so that no value can leave its place. */
    static String part(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The whole id of what a list has, where its beginning was typed: that may be the beginning of another later. */
    String id(String list, String typed) {
        return typed.length() == ID ? typed : Printed.text(get(list + "/" + part(typed)), "id");
    }

    JsonNode get(String path) {
        return send(request(path).GET().timeout(Duration.ofSeconds(30)).build());
    }

    JsonNode post(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .timeout(Duration.ofSeconds(30))
                .build());
    }

    JsonNode delete(String path) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString("{}"))
                .timeout(Duration.ofSeconds(30))
                .build());
    }

    /** Opens a stream of events; the lines go to the subscriber until either side ends it. */
    CompletableFuture<Void> stream(String path, EventLines lines) {
        HttpRequest request =
                request(path).setHeader("Accept", "text/event-stream").GET().build();
        return http.sendAsync(request, info -> lines.accept(info.statusCode())).handle((response, failure) -> {
            lines.onComplete();
            return null;
        });
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Accept", "application/json, application/problem+json")
                .header("Upkeep-Person", person);
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return read(response);
        } catch (IOException e) {
            throw CommandFailed.unreachable(
                    "no Upkeep answers at " + base + " (" + reason(e)
                            + "); start it, or name its address: --server http://host:8080 or UPKEEP_SERVER",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailed.unreachable("interrupted while waiting for " + base, e);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw strange(response);
        }
        if (response.statusCode() < 300 && !body.isMissingNode()) {
            return body;
        }
        if (response.statusCode() >= 400 && body.hasNonNull("detail")) {
            // instants stay as they are: they are examples of what to write, or what was written
            String detail = Advice.atTerminal(body.get("detail").asText());
            throw response.statusCode() < 500 ? CommandFailed.invalid(detail) : CommandFailed.unreachable(detail, null);
        }
        throw strange(response);
    }

    private CommandFailed strange(HttpResponse<String> response) {
        if (response.statusCode() == 400
                && SLASH.matcher(response.uri().getRawPath()).find()) {
            // the web server did not let it come to Upkeep
            return CommandFailed.invalid("no name and no id has a / or a \\; the command's list shows them");
        }
        return CommandFailed.unreachable(
                base + " answered " + response.statusCode()
                        + " and not as Upkeep does; is this its address? (--server)",
                null);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null || e.getMessage().isBlank()
                ? e.getClass().getSimpleName()
                : Plain.line(e.getMessage());
    }
}
