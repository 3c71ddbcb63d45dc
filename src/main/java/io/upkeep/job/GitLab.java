package io.upkeep.job;

import static io.upkeep.job.Ask.escaped;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.job.Job.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GitLab's pipelines API (v4): the tag is a variable of the pipeline, which is asked for one by one. */
final class GitLab implements Dialect {

    private static final int NEWEST = 20;

    @Override
    public String exampleAddress() {
        return "https://gitlab.example.org";
    }

    @Override
    public Map<String, String> login(String user, String token) {
        return Map.of("PRIVATE-TOKEN", token);
    }

    private static String pipelines(JobOrder order) {
        return "/api/v4/projects/" + escaped(order.place()) + "/pipelines";
    }

    @Override
    public List<Ask> look(JobOrder order) {
        return List.of(Ask.get(
                pipelines(order),
                "source=api&order_by=id&sort=desc&per_page=" + NEWEST + "&ref=" + escaped(order.ref())));
    }

    @Override
    public Looked looked(JobOrder order, Ask ask, Answer answer) {
        JsonNode told = Json.list(answer.json(), ask.path().endsWith("/variables") ? "variables" : "pipelines");
        if (ask.path().endsWith("/variables")) {
            for (JsonNode variable : told) {
                if (variable.path("key").asText().equals(JobOrder.TAG)
                        && variable.path("value").asText().equals(order.tag())) {
                    String id = ask.path().replaceFirst(".*/(\\d+)/variables$", "$1");
                    return Looked.found(new Job(id, order.address(), State.RUNNING, "found again"));
                }
            }
            return Looked.nothing();
        }
        List<Ask> each = new ArrayList<>();
        told.forEach(
                pipeline -> each.add(Ask.get(pipelines(order) + "/" + Json.id(pipeline, "id") + "/variables", "")));
        return new Looked(Optional.empty(), each);
    }

    @Override
    public Ask start(JobOrder order) {
        List<Map<String, String>> variables = new ArrayList<>();
        order.parameters().forEach((name, value) -> variables.add(Map.of("key", name, "value", value)));
        variables.add(Map.of("key", JobOrder.TAG, "value", order.tag()));
        return Ask.json(
                "POST",
                "/api/v4/projects/" + escaped(order.place()) + "/pipeline",
                "",
                Json.of(Map.of("ref", order.ref(), "variables", variables)));
    }

    @Override
    public Optional<Job> started(JobOrder order, Answer answer) {
        return Optional.of(job(answer.json()));
    }

    @Override
    public Ask watch(JobOrder order, Job job) {
        return Ask.get(pipelines(order) + "/" + job.id(), "");
    }

    @Override
    public Job watched(JobOrder order, Job before, Answer answer) {
        return job(answer.json());
    }

    private static Job job(JsonNode pipeline) {
        String status = pipeline.path("status").asText();
        State state =
                switch (status) {
                    case "success" -> State.SUCCEEDED;
                    // "manual" waits for a person in GitLab and would wait for ever here
                    case "failed", "canceled", "skipped", "manual" -> State.FAILED;
                    case "running", "canceling" -> State.RUNNING;
                    default -> State.WAITING;
                };
        return new Job(Json.id(pipeline, "id"), pipeline.path("web_url").asText(), state, status);
    }

    @Override
    public Ask cancel(JobOrder order, Job job) {
        return Ask.post(pipelines(order) + "/" + job.id() + "/cancel");
    }
}
