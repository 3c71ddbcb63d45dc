package io.upkeep.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GitLab with one project: {@code operations/virtual-queue}. */
final class GitLabStandIn extends JobServerStandIn {

    private static final String PROJECT = "/api/v4/projects/operations%2Fvirtual-queue";

    GitLabStandIn() {
        super("success");
    }

    @Override
    boolean knows(HttpExchange exchange) {
        return TOKEN.equals(exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN"));
    }

    @Override
    Reply refusal() {
        return new Reply(401, Map.of("message", "401 Unauthorized"));
    }

    @Override
    boolean isStart(String method, String path) {
        return path.endsWith("/pipeline");
    }

    @Override
    Reply answer(String method, String path, String query, String body) throws IOException {
        if (!path.startsWith(PROJECT)) {
            return new Reply(404, Map.of("message", "404 Project Not Found"));
        }
        String rest = path.substring(PROJECT.length());
        if (rest.equals("/pipeline")) {
            JsonNode order = JSON.readTree(body);
            Map<String, String> variables =
                    new LinkedHashMap<>(Map.of("ref", order.path("ref").asText()));
            order.path("variables")
                    .forEach(v -> variables.put(
                            v.path("key").asText(), v.path("value").asText()));
            started.add(variables);
            return new Reply(201, pipeline(started.size(), "created"));
        }
        if (rest.equals("/pipelines")) {
            List<Object> newest = new ArrayList<>();
            for (int i = started.size(); i > 0; i--) {
                newest.add(pipeline(i, "running"));
            }
            return Reply.ok(newest);
        }
        int number = Integer.parseInt(rest.replaceAll("\\D", ""));
        if (rest.endsWith("/variables")) {
            List<Object> variables = new ArrayList<>();
            started.get(number - 1).forEach((key, value) -> variables.add(Map.of("key", key, "value", value)));
            return Reply.ok(variables);
        }
        if (rest.endsWith("/cancel")) {
            ended = true;
            return Reply.ok(pipeline(number, "canceling"));
        }
        return Reply.ok(pipeline(number, isOver() ? outcome() : "running"));
    }

    private Map<String, Object> pipeline(int id, String status) {
        return Map.of("id", id, "status", status, "web_url", address() + "/operations/virtual-queue/-/pipelines/" + id);
    }
}
