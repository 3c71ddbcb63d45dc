package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Each answer of the REST API, on the real engine. */
class RestApiTest extends RunningUpkeep {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @Test
    void lists_pipelines_with_what_an_operator_must_know() throws Exception {
        JsonNode pipelines = json(get("/api/pipelines"));

        assertThat(pipelines.findValuesAsText("name")).contains("greet", "look");
        JsonNode greet = pipelines.get(0);
        assertThat(greet.get("description").asText()).startsWith("Greets");
        assertThat(greet.get("impact").asText()).isEqualTo("DEGRADED");
        assertThat(greet.at("/inputs/0").toString())
                .isEqualTo("{\"name\":\"version\",\"type\":\"name\",\"required\":true,\"default\":null,"
                        + "\"description\":\"a name: of letters, digits, dots, underscores and hyphens, a letter or digit first, 100 at most\","
                        + "\"choices\":[],\"example\":\"1.4.2\"}");
        assertThat(greet.at("/inputs/1/description").asText()).isEqualTo("one of the choices");
        assertThat(greet.at("/inputs/1/choices").toString()).isEqualTo("[\"staging\",\"production\"]");
        assertThat(greet.get("steps").toString()).isEqualTo("[\"prepare\",\"speak\",\"leave\"]");
        assertThat(greet.get("rollbackSteps").toString()).isEqualTo("[\"undo-speak\"]");
    }

    @Test
    void shows_one_pipeline_with_window_and_approvals() throws Exception {
        JsonNode paper = json(get("/api/pipelines/sign-paper"));

        assertThat(paper.get("name").asText()).isEqualTo("sign-paper");
        assertThat(paper.get("window").asText()).isEqualTo("none");
        assertThat(paper.get("approval").toString()).isEqualTo("[\"management\"]");
        assertProblem(get("/api/pipelines/nothing"), 404, "there are: greet, look");
    }

    @Test
    void draws_a_pipeline_as_a_picture_that_may_run_nothing() throws Exception {
        HttpResponse<String> drawing = get("/api/pipelines/greet/drawing");

        assertThat(drawing.statusCode()).isEqualTo(200);
        assertThat(drawing.headers().firstValue("Content-Type").orElseThrow()).startsWith("image/svg+xml");
        assertThat(drawing.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("script", "unsafe");
        assertThat(drawing.body())
                .startsWith("<svg ")
                .contains(">prepare</text>", ">speak</text>", ">leave</text>", ">undo-speak</text>");
        assertThat(get("/api/pipelines/greet/drawing?below=true").body())
                .contains(">undo-speak</text>")
                .isNotEqualTo(drawing.body());
        assertProblem(get("/api/pipelines/nothing/drawing"), 404, "there are: greet, look");
    }

    @Test
    void serves_the_schemas_of_events() throws Exception {
        assertThat(json(get("/api/events/schemas"))
                        .at("/channels/events/address")
                        .asText())
                .isEqualTo("maintenance.events");
        assertThat(json(get("/api/events/schemas/io.upkeep.run.started.v1"))
                        .get("$id")
                        .asText())
                .isEqualTo("urn:upkeep:schema:io.upkeep.run.started.v1");
        assertThat(get("/api/events/schemas/io.upkeep.no.such.v1").statusCode()).isEqualTo(404);
    }

    @Test
    void says_when_a_timer_starts_a_pipeline() throws Exception {
        JsonNode timer = json(get("/api/pipelines")).at("/1/timers/0");

        assertThat(timer.get("cron").asText()).isEqualTo("0 30 3 ? * SUN");
        assertThat(timer.get("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(timer.get("words").asText()).isEqualTo("every Sunday at 03:30 Europe/Berlin");
        assertThat(timer.get("next").asText()).matches("\\d{4}-\\d\\d-\\d\\dT0[12]:30:00Z");
    }

    @Test
    void starts_a_run_and_shows_it_with_its_steps() throws Exception {
        HttpResponse<String> accepted =
                post("/api/pipelines/greet/runs", "{\"parameters\":{\"version\":\"1.1.0\",\"times\":3}}");

        assertThat(accepted.statusCode()).isEqualTo(202);
        String id = json(accepted).get("id").asText();
        assertThat(accepted.headers().firstValue("Location")).hasValue("/api/runs/" + id);
        JsonNode run = atRest(id);
        assertThat(run.get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(run.get("requestedBy").asText()).isEqualTo("person:ada");
        assertThat(run.get("parameters"))
                .isEqualTo(JSON.readTree("{\"version\":\"1.1.0\",\"environment\":\"staging\",\"times\":\"3\"}"));
        assertThat(run.get("steps").findValuesAsText("path")).containsExactly("prepare", "speak", "leave");
        assertThat(run.get("actions").toString()).isEqualTo("[\"rerun\"]");
        assertThat(json(get("/api/runs?pipeline=greet&limit=1")).at("/0/id").asText())
                .isEqualTo(id);
        assertThat(json(get("/api/pipelines")).at("/0/lastRun/id").asText()).isEqualTo(id);
    }

    @Test
    void the_beginning_of_an_id_is_enough() throws Exception {
        String id = atRest(started("greet", "{\"version\":\"1\"}")).get("id").asText();

        assertThat(json(get("/api/runs/" + id.substring(0, 13))).get("id").asText())
                .isEqualTo(id);
        assertThat(get("/api/runs/" + id.substring(0, 13) + "/log").statusCode())
                .isEqualTo(200);
        assertProblem(post("/api/runs/" + id.substring(0, 13) + "/cancel", "{}"), 409, "SUCCEEDED");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/runs/ffffff, run",
        "POST, /api/break-glass/ffffff/review, run",
        "GET, /api/updates/ffffff, run",
        "GET, /api/backups/ffffff, backup",
        "GET, /api/incidents/ffffff, incident",
        "GET, /api/windows/ffffff, window",
        "DELETE, /api/freezes/ffffff, freeze",
        "POST, /api/findings/ffffff/accept, finding",
        "GET, /api/reports/ffffff, report",
        "GET, /api/reports/ffffff.md, report",
        "GET, /api/reviews/ffffff, review"
    })
    void an_id_that_nothing_begins_with_is_not_found(String method, String path, String what) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .header("Upkeep-Person", "ada")
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());

        assertProblem(answer, 404, "no " + what + " has an id that begins with 'ffffff'");
    }

    @Test
    void shows_a_rollback_as_a_phase_of_the_run() throws Exception {
        gate.failAt("speak", "<script>alert(1)</script> lost its voice");

        JsonNode run = atRest(started("greet", "{\"version\":\"1\"}"));

        assertThat(run.get("state").asText()).isEqualTo("ROLLED_BACK");
        assertThat(run.get("failedStep").asText()).isEqualTo("speak");
        assertThat(run.get("failure").asText()).contains("<script>alert(1)</script> lost its voice");
        assertThat(run.get("steps").findValuesAsText("phase")).containsExactly("RUN", "RUN", "ROLLBACK");
    }

    @Test
    void a_repeated_request_id_gets_the_run_it_got_the_first_time() throws Exception {
        String body = "{\"parameters\":{\"version\":\"1\"},\"requestId\":\"release-1\"}";

        String first = json(post("/api/pipelines/greet/runs", body)).get("id").asText();
        String second = json(post("/api/pipelines/greet/runs", body)).get("id").asText();

        assertThat(second).isEqualTo(first);
        atRest(first);
    }

    @Test
    void a_request_id_of_something_else_is_refused_and_starts_nothing() throws Exception {
        String first = json(post(
                        "/api/pipelines/greet/runs",
                        "{\"parameters\":{\"version\":\"1\"},\"requestId\":\"release-2\"}"))
                .get("id")
                .asText();
        atRest(first);

        assertProblem(
                post("/api/pipelines/look/runs", "{\"requestId\":\"release-2\"}"),
                400,
                "the request id 'release-2' is that of run " + first
                        + " of greet, not of look, and nothing was started; use another one, such as release-2-2");
        assertProblem(
                post("/api/pipelines/greet/runs", "{\"parameters\":{\"version\":\"2\"},\"requestId\":\"release-2\"}"),
                400,
                "of greet, with another 'version', and nothing was started");
    }

    @Test
    void a_value_of_the_wrong_kind_is_named_with_what_it_should_be_and_an_example() throws Exception {
        String right = "; send for example {\"parameters\": {\"version\": \"1.1.0\"}}";
        assertProblem(
                post("/api/pipelines/greet/runs", "{\"overrides\":\"window\"}"),
                400,
                "overrides is \"window\", which is not a list" + right);
        assertProblem(
                post("/api/pipelines/greet/runs", "{\"overrides\":[\"window\",[\"x\"]]}"),
                400,
                "overrides[1] is [\"x\"], which is not a text" + right);
        assertProblem(
                post("/api/pipelines/greet/plan", "{\"breakGlass\":\"maybe\"}"),
                400,
                "breakGlass is \"maybe\", which is not true or false" + right);
        assertProblem(
                post("/api/pipelines/greet/plan", "{\"parameters\":[]}"),
                400,
                "parameters is [], which is not an object" + right);
        assertProblem(post("/api/pipelines/greet/runs", "{} {}"), 400, "the body is no JSON" + right);
        assertProblem(post("/api/pipelines/greet/runs", ""), 400, "the body is missing" + right);
    }

    @Test
    void every_body_that_may_be_sent_has_an_example() {
        assertThat(mappings.getHandlerMethods().values().stream()
                        .flatMap(asked -> Stream.of(asked.getMethod().getParameters()))
                        .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class)))
                .hasSizeGreaterThan(15)
                .allMatch(body -> body.isAnnotationPresent(Example.class)
                        || body.getType().isAnnotationPresent(Example.class))
                .allMatch(body -> body.getType().isRecord());
    }

    @Test
    void a_field_that_nobody_asks_for_is_named_with_those_that_are() throws Exception {
        assertProblem(
                post("/api/pipelines/greet/runs", "{\"parameters\":{\"version\":\"1\"},\"requestID\":\"release-3\"}"),
                400,
                "'requestID' is no field of what is asked for; there are breakGlass, overrides, parameters, reason, requestId");
    }

    @Test
    void takes_a_persons_decision_and_refuses_what_the_state_does_not_allow() throws Exception {
        gate.failAt("look", "dark");
        String id = started("look", "{}");
        JsonNode asking = atRest(id);
        assertThat(asking.get("state").asText()).isEqualTo("NEEDS_ATTENTION");
        assertThat(asking.get("actions").toString()).isEqualTo("[\"resume\",\"skip\",\"cancel\"]");
        assertProblem(post("/api/runs/" + id + "/rollback", "{}"), 400, "no rollback route");

        gate.reset();
        assertThat(post("/api/runs/" + id + "/resume", "{}").statusCode()).isEqualTo(200);
        // it waits until a worker takes it up
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(atRest(id).get("state").asText()).isEqualTo("SUCCEEDED"));
        assertProblem(post("/api/runs/" + id + "/cancel", "{}"), 409, "SUCCEEDED");
    }

    @Test
    void says_of_each_input_what_is_wrong_and_how_a_right_one_is_written() throws Exception {
        HttpResponse<String> refused = post(
                "/api/pipelines/greet/runs",
                "{\"parameters\":{\"environment\":\"moon\",\"times\":\"many\",\"colour\":\"red\"}}");

        assertProblem(refused, 400, "'version' is required");
        JsonNode inputs = json(refused).get("inputs");
        assertThat(inputs.get("version").asText()).isEqualTo("required");
        assertThat(inputs.get("environment").asText()).contains("'moon' is not one of staging, production");
        assertThat(inputs.get("times").asText()).contains("'many' is not an integer", "times=1");
        assertThat(json(refused).get("detail").asText()).contains("'colour' is not an input of greet");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            feature | 1.1.9 | there is no release '1.1.9' in
            feature | 1.1.9 | there are: 1.1.0, 1.2.0; write for example version=1.2.0
            feature | 1.2.0 | release 1.2.0 is a bugfix update, not feature; start it as type=bugfix
            """)
    void refuses_a_release_that_there_is_not_or_that_is_of_another_type(String type, String version, String words)
            throws Exception {
        int runs = json(get("/api/runs?pipeline=update-system")).size();
        String parameters = "{\"parameters\":{\"type\":\"%s\",\"version\":\"%s\"}}".formatted(type, version);

        assertProblem(post("/api/pipelines/update-system/runs", parameters), 400, words);
        assertProblem(post("/api/pipelines/update-system/plan", parameters), 400, words);

        assertThat(json(get("/api/runs?pipeline=update-system"))).hasSize(runs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../etc/passwd", "$(reboot)", "a b", "${sys:user.home}", "1;DROP TABLE run", "\u001b[2J", ""})
    void refuses_hostile_values_of_an_input(String value) throws Exception {
        String parameters =
                JsonNodeFactory.instance.objectNode().put("version", value).toString();

        assertProblem(post("/api/pipelines/greet/runs", "{\"parameters\":" + parameters + "}"), 400, "version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"parameters\":[]}",
                "{\"parameters\":{\"version\":{\"a\":1}}}",
                "{\"parameters\":{\"version\":[1]}}",
                "{\"parameters\":{\"version\":\"1\"},\"requestId\":\"\"}"
            })
    void refuses_a_body_that_is_not_what_is_asked_for(String body) throws Exception {
        HttpResponse<String> refused = post("/api/pipelines/greet/runs", body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.body()).doesNotContain("Exception").doesNotContain("io.upkeep");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/runs/not-an-id, 400, is not the id of a run",
        "/api/runs/%3Cscript%3E, 400, is not the id of a run",
        "/api/runs/00000000-0000-0000-0000-000000000000, 404, GET /api/runs lists them",
        "/api/runs/00000000-0000-0000-0000-000000000000/events, 404, GET /api/runs lists them",
        "/api/runs?limit=0, 400, from 1 to 200",
        "/api/runs?limit=999999999999, 400, from 1 to 200",
        "/api/runs?pipeline=%00, 400, a character that no text has",
        "/api/releases?version=%00, 400, a character that no text has",
        "/api/nothing, 404, ''"
    })
    void says_what_is_wrong_with_an_address(String path, int status, String words) throws Exception {
        assertProblem(get(path), status, words);
    }

    @Test
    void names_the_pipelines_there_are_when_one_is_unknown() throws Exception {
        assertProblem(post("/api/pipelines/nothing/runs", "{}"), 404, "there are: greet, look");
    }

    @Test
    void an_unknown_pipeline_in_a_filter_has_no_runs() throws Exception {
        assertThat(json(get("/api/runs?pipeline=%27%3B%20DROP%20TABLE%20run"))).isEmpty();
    }

    @Test
    void lists_targets_without_logins_and_does_not_call_the_unchecked_well() throws Exception {
        JsonNode target = json(get("/api/targets")).get(0);

        assertThat(target.get("name").asText()).isEqualTo("api-1");
        assertThat(target.get("address").asText()).isEqualTo("ssh://api-1:22");
        assertThat(target.get("state").asText()).isEqualTo("UNKNOWN");
        assertThat(target.get("checkedAt").isNull()).isTrue();
    }

    @Test
    void serves_the_page_and_its_parts() throws Exception {
        assertThat(get("/").body())
                .contains("<title>Upkeep</title>")
                .doesNotContain("<style")
                .doesNotContain("style=");
        assertThat(get("/js/app.js").statusCode()).isEqualTo(200);
        assertThat(get("/css/base.css").statusCode()).isEqualTo(200);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String words) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(response).get("detail").asText()).contains(words);
    }
}
