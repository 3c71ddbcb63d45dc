package io.upkeep.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GitHub with one workflow, {@code deploy.yml} of example/virtual-queue; what is dispatched appears one look later. */
final class GitHubStandIn extends JobServerStandIn {

    private static final String ACTIONS = "/repos/example/virtual-queue/actions";
    private volatile int visible;

    GitHubStandIn() {
        super("success");
    }

    @Override
    boolean knows(HttpExchange exchange) {
        return ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && "2022-11-28".equals(exchange.getRequestHeaders().getFirst("X-GitHub-Api-Version"));
    }

    @Override
    Reply refusal() {
        return new Reply(401, Map.of("message", "Bad credentials"));
    }

    @Override
    Reply busy() {
        String soon = Long.toString(Instant.now().getEpochSecond() + 1);
        return new Reply(
                403,
                Map.of("message", "API rate limit exceeded"),
                "X-RateLimit-Remaining",
                "0",
                "X-RateLimit-Reset",
                soon);
    }

    @Override
    boolean isStart(String method, String path) {
        return path.endsWith("/dispatches");
    }

    @Override
    Reply answer(String method, String path, String query, String body) throws IOException {
        if (path.equals(ACTIONS + "/workflows/deploy.yml/dispatches")) {
            JsonNode order = JSON.readTree(body);
            Map<String, String> inputs =
                    new LinkedHashMap<>(Map.of("ref", order.path("ref").asText()));
            order.path("inputs")
                    .properties()
                    .forEach(i -> inputs.put(i.getKey(), i.getValue().asText()));
            started.add(inputs);
            return new Reply(204, null);
        }
        if (path.equals(ACTIONS + "/workflows/deploy.yml/runs")) {
            List<Object> runs = new ArrayList<>();
            for (int i = visible; i > 0; i--) {
                runs.add(run(i, "queued"));
            }
            visible = started.size();
            return Reply.ok(Map.of("total_count", runs.size(), "workflow_runs", runs));
        }
        if (path.endsWith("/cancel")) {
            ended = true;
            return new Reply(202, Map.of());
        }
        return path.startsWith(ACTIONS + "/runs/")
                ? Reply.ok(run(Integer.parseInt(path.replaceAll("\\D", "")), isOver() ? "completed" : "in_progress"))
                : Reply.notFound();
    }

    private Map<String, Object> run(int id, String status) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("id", id);
        run.put("status", status);
        run.put("conclusion", status.equals("completed") ? (ended ? "cancelled" : result) : null);
        run.put("display_title", "Deploy " + started.get(id - 1).get("upkeep_run"));
        run.put("html_url", address() + "/example/virtual-queue/actions/runs/" + id);
        return run;
    }
}
