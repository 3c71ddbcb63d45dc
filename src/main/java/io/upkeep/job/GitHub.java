package io.upkeep.job;

import static io.upkeep.job.Ask.escaped;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.job.Job.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * GitHub Actions' REST API (2022-11-28): a dispatched workflow is answered without an id and appears some seconds later, so it is
 * found by its title. The workflow takes the tag as an input and shows it: {@code run-name: … ${{ inputs.upkeep_run }}}.
 */
final class GitHub implements Dialect {

    /** Name of the workflow's input that carries the tag. */
    static final String INPUT = JobOrder.TAG.toLowerCase(Locale.ROOT);

    @Override
    public String exampleAddress() {
        return "https://api.github.com";
    }

    @Override
    public Map<String, String> login(String user, String token) {
        return Map.of(
                "Authorization", "Bearer " + token,
                "Accept", "application/vnd.github+json",
                "X-GitHub-Api-Version", "2022-11-28");
    }

    @Override
    public Duration appearsWithin() {
        return Duration.ofSeconds(60);
    }

    private static String actions(JobOrder order) {
        String repository =
                Arrays.stream(order.place().split("/")).map(Ask::escaped).collect(Collectors.joining("/"));
        return "/repos/" + repository + "/actions";
    }

    private static String workflow(JobOrder order) {
        return actions(order) + "/workflows/" + escaped(order.job());
    }

    @Override
    public List<Ask> look(JobOrder order) {
        return List.of(Ask.get(workflow(order) + "/runs", "event=workflow_dispatch&per_page=50"));
    }

    @Override
    public Looked looked(JobOrder order, Ask ask, Answer answer) {
        for (JsonNode run : Json.list(answer.json().path("workflow_runs"), "workflow_runs")) {
            if (order.isTaggedIn(run.path("display_title").asText())) {
                return Looked.found(job(run));
            }
        }
        return Looked.nothing();
    }

    @Override
    public Ask start(JobOrder order) {
        Map<String, String> inputs = new LinkedHashMap<>(order.parameters());
        inputs.put(INPUT, order.tag());
        return Ask.json(
                "POST", workflow(order) + "/dispatches", "", Json.of(Map.of("ref", order.ref(), "inputs", inputs)));
    }

    @Override
    public Optional<Job> started(JobOrder order, Answer answer) {
        return Optional.empty();
    }

    @Override
    public Ask watch(JobOrder order, Job job) {
        return Ask.get(actions(order) + "/runs/" + job.id(), "");
    }

    @Override
    public Job watched(JobOrder order, Job before, Answer answer) {
        return job(answer.json());
    }

    private static Job job(JsonNode run) {
        String status = run.path("status").asText();
        String conclusion = run.path("conclusion").asText();
        State state =
                switch (status) {
                    case "completed" -> conclusion.equals("success") ? State.SUCCEEDED : State.FAILED;
                    case "in_progress" -> State.RUNNING;
                    default -> State.WAITING;
                };
        return new Job(
                Json.id(run, "id"),
                run.path("html_url").asText(),
                state,
                status.equals("completed") ? conclusion : status);
    }

    @Override
    public Ask cancel(JobOrder order, Job job) {
        return Ask.post(actions(order) + "/runs/" + job.id() + "/cancel");
    }
}
