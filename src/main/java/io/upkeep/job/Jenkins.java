package io.upkeep.job;

import static io.upkeep.job.Ask.escaped;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.job.Job.State;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Jenkins' remote access API (2.x): a parameterised build waits in the queue, then gets a number. Jenkins drops parameters that
 * the job does not declare, so the job must declare the one that carries the tag.
 */
final class Jenkins implements Dialect {

    private static final Pattern QUEUED = Pattern.compile(".*/queue/item/(\\d{1,18})/?");
    private static final String TREE = "number,url,building,result,actions[parameters[name,value]]";

    @Override
    public String exampleAddress() {
        return "https://jenkins.example.org";
    }

    @Override
    public Map<String, String> login(String user, String token) {
        byte[] both = (user + ":" + token).getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    /** Folders are jobs within jobs. */
    private static String path(JobOrder order) {
        return Arrays.stream(order.job().split("/"))
                .map(name -> "/job/" + escaped(name))
                .collect(Collectors.joining());
    }

    @Override
    public List<Ask> look(JobOrder order) {
        return List.of(
                Ask.get("/queue/api/json", "tree=" + escaped("items[id,url,actions[parameters[name,value]]]")),
                Ask.get(path(order) + "/api/json", "tree=" + escaped("builds[" + TREE + "]{0,50}")));
    }

    @Override
    public Looked looked(JobOrder order, Ask ask, Answer answer) {
        boolean queue = ask.path().startsWith("/queue/");
        String list = queue ? "items" : "builds";
        for (JsonNode item : Json.list(answer.json().path(list), list)) {
            if (isTagged(order, item)) {
                return Looked.found(queue ? queued(order, Json.id(item, "id")) : build(item));
            }
        }
        return Looked.nothing();
    }

    private static boolean isTagged(JobOrder order, JsonNode item) {
        return StreamSupport.stream(item.path("actions").spliterator(), false)
                .flatMap(
                        action -> StreamSupport.stream(action.path("parameters").spliterator(), false))
                .filter(parameter -> parameter.path("name").asText().equals(JobOrder.TAG))
                .anyMatch(parameter -> parameter.path("value").asText().equals(order.tag()));
    }

    @Override
    public Ask start(JobOrder order) {
        Map<String, String> fields = new LinkedHashMap<>(order.parameters());
        fields.put(JobOrder.TAG, order.tag());
        return Ask.form(path(order) + "/buildWithParameters", fields);
    }

    @Override
    public Optional<Job> started(JobOrder order, Answer answer) {
        Matcher item = QUEUED.matcher(answer.header("location"));
        return item.matches() ? Optional.of(queued(order, item.group(1))) : Optional.empty();
    }

    private static Job queued(JobOrder order, String id) {
        return new Job("queue/" + id, order.address() + path(order), State.WAITING, "in the queue");
    }

    @Override
    public Ask watch(JobOrder order, Job job) {
        return job.id().startsWith("queue/")
                ? Ask.get("/queue/item/" + job.id().substring(6) + "/api/json", "")
                : Ask.get(path(order) + "/" + job.id() + "/api/json", "tree=" + escaped(TREE));
    }

    @Override
    public Job watched(JobOrder order, Job before, Answer answer) {
        JsonNode told = answer.json();
        if (!before.id().startsWith("queue/")) {
            return build(told);
        }
        if (told.path("cancelled").asBoolean()) {
            return new Job(before.id(), before.url(), State.FAILED, "taken out of the queue");
        }
        JsonNode executable = told.path("executable");
        return executable.hasNonNull("number")
                ? new Job(Json.id(executable, "number"), executable.path("url").asText(before.url()), State.RUNNING, "")
                : new Job(
                        before.id(),
                        before.url(),
                        State.WAITING,
                        told.path("why").asText("in the queue"));
    }

    private static Job build(JsonNode build) {
        String result = build.path("result").asText("");
        boolean over = !build.path("building").asBoolean() && build.hasNonNull("result");
        State state = !over ? State.RUNNING : result.equals("SUCCESS") ? State.SUCCEEDED : State.FAILED;
        return new Job(Json.id(build, "number"), build.path("url").asText(), state, over ? result : "building");
    }

    @Override
    public Ask cancel(JobOrder order, Job job) {
        return job.id().startsWith("queue/")
                ? new Ask("POST", "/queue/cancelItem", "id=" + job.id().substring(6), "", "")
                : Ask.post(path(order) + "/" + job.id() + "/stop");
    }
}
