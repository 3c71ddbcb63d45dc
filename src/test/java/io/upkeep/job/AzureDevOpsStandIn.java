package io.upkeep.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Azure DevOps with one pipeline, 42 of project {@code virtual-queue}; a wrong token gets a sign-in page. */
final class AzureDevOpsStandIn extends JobServerStandIn {

    private static final String RUNS = "/virtual-queue/_apis/pipelines/42/runs";

    AzureDevOpsStandIn() {
        super("succeeded");
    }

    @Override
    boolean knows(HttpExchange exchange) {
        String both = "Basic " + Base64.getEncoder().encodeToString((":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        return both.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    Reply refusal() {
        return new Reply(203, "<html>Azure DevOps Services | Sign In</html>");
    }

    @Override
    boolean isStart(String method, String path) {
        return method.equals("POST");
    }

    @Override
    Reply answer(String method, String path, String query, String body) throws IOException {
        if (!query.contains("api-version=7.1")) {
            return new Reply(400, Map.of("message", "No api-version was supplied"));
        }
        if (path.equals(RUNS)) {
            return method.equals("POST") ? start(JSON.readTree(body)) : Reply.ok(Map.of("value", all()));
        }
        if (method.equals("PATCH") && path.startsWith("/virtual-queue/_apis/build/builds/")) {
            ended = true;
            return Reply.ok(Map.of("status", "cancelling"));
        }
        return path.startsWith(RUNS + "/")
                ? Reply.ok(run(Integer.parseInt(path.substring(RUNS.length() + 1)), isOver()))
                : Reply.notFound();
    }

    private Reply start(JsonNode order) {
        Map<String, String> variables = new LinkedHashMap<>();
        order.path("variables")
                .properties()
                .forEach(variable -> variables.put(
                        variable.getKey(), variable.getValue().path("value").asText()));
        variables.put(
                "ref",
                order.path("resources")
                        .path("repositories")
                        .path("self")
                        .path("refName")
                        .asText());
        started.add(variables);
        return Reply.ok(run(started.size(), false));
    }

    private List<Object> all() {
        List<Object> runs = new ArrayList<>();
        for (int i = started.size(); i > 0; i--) {
            Map<String, Object> run = run(i, false);
            run.remove("variables"); // the list does not tell them
            runs.add(run);
        }
        return runs;
    }

    private Map<String, Object> run(int id, boolean over) {
        Map<String, Object> variables = new LinkedHashMap<>();
        started.get(id - 1).forEach((name, value) -> variables.put(name, Map.of("value", value)));
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("id", id);
        run.put("state", over ? "completed" : "inProgress");
        if (over) {
            run.put("result", ended ? "canceled" : result);
        }
        run.put("variables", variables);
        run.put("_links", Map.of("web", Map.of("href", address() + "/virtual-queue/_build/results?buildId=" + id)));
        return run;
    }
}
