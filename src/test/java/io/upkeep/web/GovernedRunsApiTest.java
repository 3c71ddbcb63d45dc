package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Nodes, locks, pauses, plans and what people decide about runs, over HTTP on the real engine. */
class GovernedRunsApiTest extends RunningUpkeep {

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @Autowired
    private JdbcTemplate jdbc;

    @AfterEach
    void letEverythingGoOn() throws Exception {
        post("/api/resume-all", "{}");
        delete("ada", "/api/locks/api-1");
    }

    @Test
    void a_plan_shows_what_a_run_would_do_executes_what_only_reads_and_leaves_no_trace() throws Exception {
        gate.failAt("knock", "nobody <b>is</b> at home");
        gate.failAt("enter", "must not be entered by a plan");
        int runs = json(get("/api/runs?limit=200")).size();

        JsonNode plan = json(post("/api/pipelines/visit/plan", "{\"parameters\":{\"gift\":\"cake\"}}"));

        assertThat(plan.get("parameters").toString()).isEqualTo("{\"gift\":\"cake\"}");
        assertThat(plan.get("locks").toString()).isEqualTo("[\"api-1\"]");
        assertThat(plan.get("window").asText()).isEqualTo("none");
        assertThat(plan.get("admission").asText()).isEqualTo("would start now");
        assertThat(plan.get("steps").findValuesAsText("path")).containsExactly("knock", "enter", "enter/give", "stay");
        assertThat(plan.at("/steps/0/outcome").asText()).contains("nobody <b>is</b> at home");
        assertThat(plan.at("/steps/1/outcome").isNull()).isTrue();
        assertThat(plan.at("/steps/2/calls/0/endpoint").asText()).isEqualTo("log:given?showBody=false");
        assertThat(plan.at("/rollback/0/path").asText()).isEqualTo("undo-enter");
        assertThat(json(get("/api/runs?limit=200"))).hasSize(runs);
        assertThat(json(get("/api/locks"))).isEmpty();
    }

    @Test
    void a_plan_says_what_a_run_would_wait_for() throws Exception {
        post("/api/pause", "{\"reason\":\"moving day\"}");

        JsonNode plan = json(post("/api/pipelines/visit/plan", "{}"));

        assertThat(plan.get("startsNow").asBoolean()).isFalse();
        assertThat(plan.get("admission").asText()).contains("would wait").contains("moving day");
    }

    @Test
    void a_plan_names_everything_that_a_run_would_wait_for() throws Exception {
        post("/api/pause", "{\"reason\":\"moving day\"}");
        post("/api/locks/api-1", "{\"reason\":\"its disks\"}");

        JsonNode plan = json(post("/api/pipelines/visit/plan", "{}"));

        assertThat(plan.get("waits").findValuesAsText("kind")).containsExactly("SYSTEM_PAUSED", "TARGET_BUSY");
        assertThat(plan.get("admission").asText()).contains("moving day", "; ", "its disks");
    }

    @Test
    void a_plan_with_wrong_inputs_is_refused_with_the_problem_of_each() throws Exception {
        HttpResponse<String> refused = post("/api/pipelines/greet/plan", "{\"parameters\":{\"times\":\"many\"}}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/inputs/version").asText()).isEqualTo("required");
    }

    @Test
    void a_person_keeps_runs_off_a_target_which_wait_in_order_and_start_when_it_is_free() throws Exception {
        assertThat(post("/api/locks/api-1", "{\"reason\":\"moving <i>disks</i>\"}")
                        .statusCode())
                .isEqualTo(200);
        String first = started("visit", "{}");
        JsonNode waiting =
                becomes(first, run -> "WAITING".equals(run.get("state").asText()));
        String second = started("visit", "{}");
        becomes(second, run -> run.get("reason").asText().contains("number 2 in the queue"));

        assertThat(waiting.get("waitsFor").asText()).isEqualTo("TARGET_BUSY");
        assertThat(waiting.get("waitsUntil").isNull()).isTrue();
        assertThat(waiting.get("reason").asText())
                .contains("person:ada", "moving <i>disks</i>", "number 1 in the queue");
        assertThat(waiting.get("actions").toString()).isEqualTo("[\"cancel\"]");
        JsonNode lock = json(get("/api/locks")).get(0);
        assertThat(lock.get("holder").asText()).isEqualTo("person:ada");
        assertThat(lock.get("reason").asText()).isEqualTo("moving <i>disks</i>");
        assertThat(lock.get("queue").toString()).isEqualTo("[\"%s\",\"%s\"]".formatted(first, second));
        assertProblem(post("/api/locks/api-1", "{\"reason\":\"me too\"}"), 400, "api-1 is locked by person:ada since");

        assertThat(delete("ada", "/api/locks/api-1").statusCode()).isEqualTo(200);
        ends(first, "SUCCEEDED");
        ends(second, "SUCCEEDED");
    }

    @Test
    void who_held_a_lock_is_told_that_another_gave_it_back() throws Exception {
        post("/api/locks/api-1", "{\"reason\":\"moving <i>disks</i>\"}");
        String since = json(get("/api/locks")).at("/0/since").asText();

        assertProblem(delete("ben", "/api/locks/api-1"), 403, "'ben' is not one of the people Upkeep knows");
        assertThat(delete("bob", "/api/locks/api-1").statusCode()).isEqualTo(200);

        assertThat(jdbc.queryForList("SELECT data FROM outbox WHERE type = 'io.upkeep.lock.released.v1'", String.class))
                .singleElement()
                .satisfies(data -> assertThat(JSON.readTree(data)).isEqualTo(JSON.readTree("""
                                {"target": "api-1", "holder": "person:ada", "since": "%s",
                                 "reason": "moving <i>disks</i>", "by": "person:bob"}""".formatted(since))));
        assertThat(jdbc.queryForList("SELECT address || ': ' || text AS told FROM notice", String.class))
                .filteredOn(told -> told.contains("somebody else gave your lock back"))
                .singleElement()
                .asString()
                .startsWith("ada@example.org: api-1 is not locked for you any more")
                .contains("given back by: person:bob", "moving <i>disks</i>");
    }

    @Test
    void a_lock_that_nobody_holds_is_not_given_back_and_the_list_has_those_that_are() throws Exception {
        assertProblem(delete("ada", "/api/locks/moon"), 400, "no person holds the lock 'moon'");
        assertProblem(delete("ada", "/api/locks/moon"), 400, "GET /api/locks lists them");
    }

    @Test
    void ones_own_lock_anybody_gives_back_and_nobody_is_told() throws Exception {
        int told = jdbc.queryForObject("SELECT count(*) FROM notice", Integer.class);
        postAs("ben", "/api/locks/api-1", "{\"reason\":\"moving disks\"}");

        assertThat(delete("ben", "/api/locks/api-1").statusCode()).isEqualTo(200);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM notice", Integer.class))
                .isEqualTo(told);
    }

    @Test
    void a_run_at_work_holds_its_lock_and_is_counted_at_its_node() throws Exception {
        gate.holdAt("enter");
        String id = started("visit", "{}");
        becomes(id, run -> run.get("steps").findValuesAsText("path").contains("enter"));

        JsonNode lock = json(get("/api/locks")).get(0);
        assertThat(lock.get("run").asText()).isEqualTo(id);
        assertProblem(delete("ada", "/api/locks/api-1"), 400, "a run's locks go when the run is over");
        assertThat(json(get("/api/nodes")).at("/nodes/0/runs").toString()).contains(id);
        gate.open("enter");
        ends(id, "SUCCEEDED");
        assertThat(json(get("/api/locks"))).isEmpty();
    }

    @Test
    void the_whole_system_is_paused_with_a_reason_and_goes_on() throws Exception {
        JsonNode paused = json(post("/api/pause", "{\"reason\":\"the network is moved\"}"));
        assertThat(paused.at("/paused/by").asText()).isEqualTo("person:ada");
        assertThat(paused.at("/paused/reason").asText()).isEqualTo("the network is moved");
        assertThat(paused.at("/paused/since").asText()).endsWith("Z");
        String id = started("look", "{}");
        JsonNode waiting = becomes(id, run -> "WAITING".equals(run.get("state").asText()));
        assertThat(waiting.get("waitsFor").asText()).isEqualTo("SYSTEM_PAUSED");

        String unknown = "'ben' is not one of the people Upkeep knows";
        assertProblem(postAs("ben", "/api/resume-all", "{}"), 403, unknown);
        assertProblem(postAs("ben", "/api/pause", "{\"reason\":\"mine now\"}"), 403, unknown);
        assertThat(json(postAs("bob", "/api/resume-all", "{}")).get("paused").isNull())
                .isTrue();

        ends(id, "SUCCEEDED");
    }

    @Test
    void one_node_is_paused_and_goes_on() throws Exception {
        String name = json(get("/api/nodes")).at("/nodes/0/name").asText();

        JsonNode paused = json(post("/api/nodes/" + name + "/pause", "{}"));
        assertThat(paused.at("/nodes/0/pausedBy").asText()).isEqualTo("person:ada");
        assertThat(paused.get("paused").isNull()).isTrue();
        String id = started("look", "{}");
        JsonNode resumed = json(post("/api/nodes/" + name + "/resume", "{}"));

        assertThat(resumed.at("/nodes/0/pausedBy").isNull()).isTrue();
        ends(id, "SUCCEEDED");
    }

    @Test
    void a_run_that_no_node_takes_up_says_that_all_are_paused_and_what_lets_it_go_on() throws Exception {
        String name = json(get("/api/nodes")).at("/nodes/0/name").asText();
        String why =
                "the only node, %s, is paused by person:ada, so that nobody takes the run up; runs are taken up again with `upkeep resume-all --node %s`"
                        .formatted(name, name);
        post("/api/nodes/" + name + "/pause", "{}");

        String id = UUID.randomUUID().toString(); // as if the node had been paused for long: none takes it up any more
        jdbc.update(
                "INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at) VALUES (?::uuid, 'look', 'REQUESTED', '{}', 'person:ada', now())",
                id);

        JsonNode held = becomes(id, run -> why.equals(run.get("reason").asText()));
        assertThat(held.get("state").asText()).isEqualTo("REQUESTED");
        assertThat(json(get("/api/runs?open=true")).findValuesAsText("reason")).contains(why);
        JsonNode plan = json(post("/api/pipelines/look/plan", "{}"));
        assertThat(plan.get("startsNow").asBoolean()).isFalse();
        assertThat(plan.get("admission").asText()).isEqualTo("would wait: " + why);

        jdbc.update(
                "INSERT INTO node (name, address, started_at, heartbeat, workers, paused_by) VALUES ('moon', '', now(), now() + interval '1 day', 1, 'person:bob')");
        try {
            becomes(
                    id,
                    run -> run.get("reason")
                            .asText()
                            .startsWith(
                                    "all 2 nodes are paused (%s by person:ada, moon by person:bob)".formatted(name)));
            jdbc.update("UPDATE node SET paused_by = NULL WHERE name = 'moon'");
            becomes(id, run -> run.get("reason").isNull());
        } finally {
            jdbc.update("DELETE FROM node WHERE name = 'moon'");
            jdbc.update("DELETE FROM run WHERE id = ?::uuid", id);
        }
    }

    @Test
    void where_the_system_is_paused_too_one_command_is_named_that_ends_both() throws Exception {
        String name = json(get("/api/nodes")).at("/nodes/0/name").asText();
        String why =
                "Upkeep is paused by person:ada: the network is moved; it goes on with `upkeep resume-all`; the only node, %s, is paused by person:ada, too"
                        .formatted(name);
        post("/api/pause", "{\"reason\":\"the network is moved\"}");
        try {
            String id = started("look", "{}");
            becomes(id, run -> "WAITING".equals(run.get("state").asText()));
            post("/api/nodes/" + name + "/pause", "{}");

            becomes(id, run -> why.equals(run.get("reason").asText()));
            JsonNode plan = json(post("/api/pipelines/look/plan", "{}"));
            assertThat(plan.get("admission").asText()).isEqualTo("would wait: " + why);
            post("/api/resume-all", "{}");
            ends(id, "SUCCEEDED");
        } finally {
            post("/api/resume-all", "{}");
        }
    }

    @Test
    void a_run_pauses_before_its_next_step_and_is_resumed() throws Exception {
        gate.holdAt("open-door");
        String id = started("survey", "{}");
        JsonNode running =
                becomes(id, run -> run.get("steps").findValuesAsText("path").contains("open-door"));
        assertThat(running.get("actions").toString()).isEqualTo("[\"pause\",\"cancel\"]");

        JsonNode asked = json(post("/api/runs/" + id + "/pause", "{}"));
        assertThat(asked.get("state").asText()).isEqualTo("RUNNING");
        becomes(id, run -> "PAUSE".equals(run.get("asked").asText()));
        gate.open("open-door");
        JsonNode paused = ends(id, "PAUSED");
        assertThat(paused.get("actions").toString()).isEqualTo("[\"resume\",\"cancel\"]");
        assertProblem(post("/api/runs/" + id + "/skip", "{\"reason\":\"x\"}"), 400, "resume it");

        post("/api/runs/" + id + "/resume", "{}");
        ends(id, "SUCCEEDED");
    }

    @Test
    void who_waits_behind_a_run_that_asks_for_a_person_reads_so_and_so_does_a_plan() throws Exception {
        gate.failAt("look-around", "too dark");
        String asking = started("survey", "{}");
        ends(asking, "NEEDS_ATTENTION");
        String behind = started("survey", "{}");
        JsonNode waiting =
                becomes(behind, run -> "WAITING".equals(run.get("state").asText()));
        JsonNode plan = json(post("/api/pipelines/survey/plan", "{}"));
        gate.reset();
        post("/api/runs/" + asking + "/cancel", "{}");

        assertThat(waiting.get("reason").asText())
                .startsWith("its runs go one at a time, and under way is run " + asking)
                .endsWith("; run %s asks for a person, and goes on or ends only then (upkeep runs show %s)"
                        .formatted(asking, asking));
        assertThat(plan.get("admission").asText()).contains("run " + asking + " asks for a person");
        assertThat(plan.at("/waits/0/reason").asText()).contains("run " + asking + " asks for a person");
        assertThat(ends(behind, "SUCCEEDED").get("reason").isNull()).isTrue();
    }

    @Test
    void who_waits_behind_a_run_at_work_reads_of_no_person() throws Exception {
        gate.holdAt("open-door");
        String working = started("survey", "{}");
        becomes(working, run -> run.get("steps").findValuesAsText("path").contains("open-door"));
        String behind = started("survey", "{}");
        JsonNode waiting =
                becomes(behind, run -> "WAITING".equals(run.get("state").asText()));

        assertThat(waiting.get("reason").asText()).contains("run " + working).doesNotContain("person");
        gate.open("open-door");
        ends(behind, "SUCCEEDED");
    }

    @Test
    void a_step_that_was_done_by_hand_is_skipped_with_the_reason() throws Exception {
        gate.failAt("look-around", "too dark");
        String id = started("survey", "{}");
        JsonNode asking = ends(id, "NEEDS_ATTENTION");
        assertThat(asking.get("actions").toString()).isEqualTo("[\"resume\",\"skip\",\"cancel\"]");
        assertThat(json(get("/api/locks")).findValuesAsText("reason"))
                .as("who waits for what it holds reads why it takes so long")
                .anySatisfy(why -> assertThat(why).startsWith("asks for a person: step 'look-around' failed"));
        assertProblem(post("/api/runs/" + id + "/skip", "{}"), 400, "reason is missing");

        assertProblem(
                postAs("ben", "/api/runs/" + id + "/skip", "{\"reason\":\"looked myself\"}"),
                403,
                "'ben' is not one of the people Upkeep knows");

        post("/api/runs/" + id + "/skip", "{\"reason\":\"looked myself, OPS-12\"}");

        JsonNode over = ends(id, "SUCCEEDED");
        JsonNode skipped = step(over, "look-around");
        assertThat(skipped.get("state").asText()).isEqualTo("SKIPPED");
        assertThat(skipped.get("failure").asText()).isEqualTo("skipped by person:ada: looked myself, OPS-12");
        assertThat(step(over, "close-door").get("state").asText()).isEqualTo("FINISHED");
    }

    @Test
    void a_run_that_is_not_over_is_found_however_many_were_asked_for_since() throws Exception {
        post("/api/locks/api-1", "{\"reason\":\"its disks\"}");
        String waiting = started("visit", "{}");
        becomes(waiting, run -> "WAITING".equals(run.get("state").asText()));
        String over = started("survey", "{}");
        ends(over, "SUCCEEDED");

        assertThat(json(get("/api/runs?limit=1")).findValuesAsText("id")).containsExactly(over);
        assertThat(json(get("/api/runs?open=true")).findValuesAsText("id"))
                .contains(waiting)
                .doesNotContain(over);
        assertThat(json(get("/api/runs?open=true&pipeline=survey")).findValuesAsText("id"))
                .doesNotContain(over);
        assertProblem(get("/api/runs?open=maybe"), 400, "write open=true");
    }

    @Test
    void a_rerun_is_a_new_run_and_may_take_over_what_finished() throws Exception {
        gate.failAt("look-around", "too dark");
        String id = started("survey", "{\"room\":\"cellar\"}");
        ends(id, "NEEDS_ATTENTION");
        assertProblem(post("/api/runs/" + id + "/rerun", "{}"), 400, "not over");
        JsonNode cancelled = json(post("/api/runs/" + id + "/cancel", "{}"));
        assertThat(cancelled.get("actions").toString()).isEqualTo("[\"rerun\",\"rerun-from-failed\"]");
        gate.reset();

        String fromFailed = json(post("/api/runs/" + id + "/rerun?from=failed", "{}"))
                .get("id")
                .asText();
        String fromStart =
                json(post("/api/runs/" + id + "/rerun", "{}")).get("id").asText();

        JsonNode taken = ends(fromFailed, "SUCCEEDED");
        assertThat(taken.at("/parameters/room").asText()).isEqualTo("cellar");
        assertThat(taken.get("requestedBy").asText()).isEqualTo("person:ada");
        assertThat(step(taken, "open-door").get("startedAt"))
                .isEqualTo(step(cancelled, "open-door").get("startedAt"));
        JsonNode anew = ends(fromStart, "SUCCEEDED");
        assertThat(step(anew, "open-door").get("startedAt"))
                .isNotEqualTo(step(cancelled, "open-door").get("startedAt"));
        assertThat(anew.get("actions").toString()).isEqualTo("[\"rerun\"]");
        assertProblem(post("/api/runs/" + fromStart + "/rerun?from=failed", "{}"), 400, "rerun it from its start");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/pause | `` | 400 | send for example {\"reason\": \"the network is moved\"}",
                "/api/pause | {\"resaon\":\"x\"} | 400 | 'resaon' is no field of what is asked for; there are reason; send for example {\"reason\"",
                "/api/pause | {\"reason\":[\"x\"]} | 400 | reason is [\"x\"], which is not a text; send for example {\"reason\"",
                "/api/pause | {\"reason\" | 400 | the body is no JSON; send for example {\"reason\"",
                "/api/pause | null | 400 | the body is missing; send for example {\"reason\"",
                "/api/pause | [5] | 400 | the body is [5], which is not an object; send for example {\"reason\"",
                "/api/runs/x/approve | {\"paln\":\"x\"} | 400 | there are plan, reason; send for example {\"plan\"",
                "/api/pause | {\"reason\":\" \"} | 400 | reason is missing",
                "/api/nodes/moon/pause | {} | 404 | no node is called 'moon'; there are: ",
                "/api/nodes/moon/resume | {} | 404 | no node is called 'moon'",
                "/api/locks/moon | {\"reason\":\"x\"} | 400 | no target is called 'moon'; there are: api-1",
                "/api/locks/%3Cscript%3E | {\"reason\":\"x\"} | 400 | no target is called '<script>'",
                "/api/locks/api-1 | {} | 400 | reason is missing; write why",
                "/api/pipelines/moon/plan | {} | 404 | there are: greet",
                "/api/pipelines/gret/plan | {} | 404 | no pipeline is called 'gret'; did you mean greet? there are: greet",
                "/api/runs/" + NOBODY + "/pause | {} | 404 | GET /api/runs lists them",
                "/api/runs/moon/pause | {} | 400 | GET /api/runs lists them",
                "/api/runs/" + NOBODY + "/skip | {\"reason\":\"x\"} | 404 | GET /api/runs lists them",
                "/api/runs/" + NOBODY + "/rerun | {} | 404 | GET /api/runs lists them",
            })
    void says_what_is_wrong_and_how_it_is_written_right(String path, String body, int status, String words)
            throws Exception {
        assertProblem(post(path, body), status, words);
    }

    @Test
    void says_what_may_be_asked_of_a_run_in_words_for_people() throws Exception {
        String id = started("look", "{}");
        atRest(id);

        assertProblem(post("/api/runs/" + id + "/pause", "{}"), 409, "takes nothing: it is over");
        assertProblem(post("/api/runs/" + id + "/rerun?from=middle", "{}"), 400, "neither start nor failed");
    }

    private JsonNode becomes(String id, Predicate<JsonNode> what) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> json(get("/api/runs/" + id)), what);
    }

    private JsonNode ends(String id, String state) {
        return becomes(id, run -> state.equals(run.get("state").asText()));
    }

    private static JsonNode step(JsonNode run, String path) {
        return StreamSupport.stream(run.get("steps").spliterator(), false)
                .filter(step -> path.equals(step.get("path").asText()))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> delete(String person, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .header("Upkeep-Person", person)
                .method("DELETE", HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String words) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).get("detail").asText()).contains(words);
    }
}
