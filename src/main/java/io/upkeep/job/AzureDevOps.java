package io.upkeep.job;

import static io.upkeep.job.Ask.escaped;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.job.Job.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Azure DevOps' pipelines API (7.1): the tag is a variable of the run; the pipeline must let it be set when it is queued. A
 * wrong token is answered with 203 or 302 and a sign-in page.
 */
final class AzureDevOps implements Dialect {

    private static final String VERSION = "api-version=7.1";
    private static final int NEWEST = 20;

    @Override
    public String exampleAddress() {
        return "https://dev.azure.com/example";
    }

    @Override
    public Map<String, String> login(String user, String token) {
        byte[] both = (":" + token).getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    private static String runs(JobOrder order) {
        return "/" + escaped(order.place()) + "/_apis/pipelines/" + escaped(order.job()) + "/runs";
    }

    @Override
    public List<Ask> look(JobOrder order) {
        return List.of(Ask.get(runs(order), VERSION));
    }

    @Override
    public Looked looked(JobOrder order, Ask ask, Answer answer) {
        JsonNode told = answer.json();
        if (!ask.path().endsWith("/runs")) {
            String tag = told.path("variables").path(JobOrder.TAG).path("value").asText();
            return tag.equals(order.tag()) ? Looked.found(job(told)) : Looked.nothing();
        }
        List<Ask> each = new ArrayList<>();
        for (JsonNode run : Json.list(told.path("value"), "value")) {
            if (each.size() < NEWEST) {
                each.add(Ask.get(runs(order) + "/" + Json.id(run, "id"), VERSION));
            }
        }
        return new Looked(Optional.empty(), each);
    }

    @Override
    public Ask start(JobOrder order) {
        Map<String, Object> variables = new LinkedHashMap<>();
        order.parameters().forEach((name, value) -> variables.put(name, Map.of("value", value)));
        variables.put(JobOrder.TAG, Map.of("value", order.tag()));
        Map<String, Object> body = new LinkedHashMap<>();
        if (!order.ref().isEmpty()) {
            String name = order.ref().startsWith("refs/") ? order.ref() : "refs/heads/" + order.ref();
            body.put("resources", Map.of("repositories", Map.of("self", Map.of("refName", name))));
        }
        body.put("variables", variables);
        return Ask.json("POST", runs(order), VERSION, Json.of(body));
    }

    @Override
    public Optional<Job> started(JobOrder order, Answer answer) {
        return Optional.of(job(answer.json()));
    }

    @Override
    public Ask watch(JobOrder order, Job job) {
        return Ask.get(runs(order) + "/" + job.id(), VERSION);
    }

    @Override
    public Job watched(JobOrder order, Job before, Answer answer) {
        return job(answer.json());
    }

    private static Job job(JsonNode run) {
        boolean over = run.path("state").asText().equals("completed");
        String result = run.path("result").asText();
        State state = !over ? State.RUNNING : result.equals("succeeded") ? State.SUCCEEDED : State.FAILED;
        String url = run.path("_links").path("web").path("href").asText();
        return new Job(
                Json.id(run, "id"),
                url,
                state,
                over ? result : run.path("state").asText());
    }

    @Override
    public Ask cancel(JobOrder order, Job job) {
        return Ask.json(
                "PATCH",
                "/" + escaped(order.place()) + "/_apis/build/builds/" + job.id(),
                VERSION,
                Json.of(Map.of("status", "cancelling")));
    }
}
