package io.upkeep.job;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jenkins with one job: {@code maintenance/deploy-api}; its builds pass through the queue. */
final class JenkinsStandIn extends JobServerStandIn {

    private static final String JOB = "/job/maintenance/job/deploy-api";
    private volatile boolean queued = true;

    JenkinsStandIn() {
        super("SUCCESS");
    }

    @Override
    boolean knows(HttpExchange exchange) {
        String both =
                "Basic " + Base64.getEncoder().encodeToString(("upkeep:" + TOKEN).getBytes(StandardCharsets.UTF_8));
        return both.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    Reply refusal() {
        return new Reply(401, "<html>Invalid password/token for user: upkeep</html>");
    }

    @Override
    boolean isStart(String method, String path) {
        return path.endsWith("/buildWithParameters");
    }

    @Override
    Reply answer(String method, String path, String query, String body) {
        if (isStart(method, path)) {
            if (!path.equals(JOB + "/buildWithParameters")) {
                return Reply.notFound();
            }
            started.add(form(body));
            return new Reply(201, null, "Location", address() + "/queue/item/" + (100 + started.size()) + "/");
        }
        return switch (path) {
            case "/queue/api/json" -> Reply.ok(Map.of("items", queued ? all(100, "id") : List.of()));
            case JOB + "/api/json" -> Reply.ok(Map.of("builds", queued ? List.of() : all(0, "number")));
            case "/queue/cancelItem", JOB + "/1/stop" -> {
                ended = true;
                yield new Reply(302, null, "Location", address());
            }
            default -> one(path);
        };
    }

    private Reply one(String path) {
        if (path.equals("/queue/item/101/api/json")) {
            boolean leaves = looks() <= 1;
            queued = !leaves;
            return leaves
                    ? Reply.ok(Map.of("id", 101, "executable", Map.of("number", 1, "url", address() + JOB + "/1/")))
                    : Reply.ok(Map.of("id", 101, "why", "Waiting for next available executor"));
        }
        return path.equals(JOB + "/1/api/json") ? Reply.ok(build(1)) : Reply.notFound();
    }

    private Map<String, Object> build(int number) {
        boolean over = isOver();
        Map<String, Object> build = new LinkedHashMap<>();
        build.put("number", number);
        build.put("url", address() + JOB + "/" + number + "/");
        build.put("building", !over);
        build.put("result", over ? outcome() : null);
        return build;
    }

    private List<Map<String, Object>> all(int offset, String id) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < started.size(); i++) {
            List<Map<String, String>> parameters = new ArrayList<>();
            started.get(i).forEach((name, value) -> parameters.add(Map.of("name", name, "value", value)));
            Map<String, Object> item = offset == 0 ? build(i + 1) : new LinkedHashMap<>();
            item.put(id, offset + i + 1);
            item.put("actions", List.of(Map.of(), Map.of("parameters", parameters)));
            items.add(item);
        }
        return items;
    }
}
