package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.upkeep.approval.Approvals;
import io.upkeep.approval.Plan;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Approvals, overrides and reviews over the REST API; the run stands in the queue behind another of its pipeline. */
class ApprovalsApiTest extends RunningUpkeep {

    private static final Set<String> BOTH = Set.of("operations-lead", "technical-lead");

    @Autowired
    Approvals approvals;

    @Autowired
    RunJournal journal;

    @Autowired
    Clock clock;

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void lists_people_with_their_roles_and_without_their_addresses() throws Exception {
        HttpResponse<String> people = get("/api/people");

        assertThat(json(people).get(0).toString())
                .isEqualTo("{\"id\":\"ada\",\"roles\":[\"operations-lead\",\"technical-lead\"]}");
        assertThat(people.body()).doesNotContain("example.org").doesNotContain("U012CAROL");
    }

    @Test
    void shows_the_whole_plan_that_waits_and_who_can_say_yes() throws Exception {
        Plan plan = plan("1.1.0", "route-1");
        String id = waiting("zoe", plan);

        JsonNode waiting = of(id, json(get("/api/approvals")));

        assertThat(waiting.get("pipeline").asText()).isEqualTo("greet");
        assertThat(waiting.get("requestedBy").asText()).isEqualTo("person:zoe");
        assertThat(waiting.get("state").asText()).isEqualTo("WAITING");
        assertThat(waiting.at("/plan/hash").asText()).isEqualTo(plan.hash());
        assertThat(waiting.at("/plan/parameters/version").asText()).isEqualTo("1.1.0");
        assertThat(waiting.at("/plan/targets").toString()).isEqualTo("[\"api-1\",\"api-2\"]");
        assertThat(waiting.at("/plan/route").asText()).isEqualTo("route-1");
        assertThat(waiting.at("/roles/0").toString())
                .isEqualTo(
                        "{\"role\":\"operations-lead\",\"yes\":null,\"validUntil\":null,\"people\":[\"ada\",\"bob\"]}");
    }

    @Test
    void two_roles_say_yes_and_the_answers_are_kept() throws Exception {
        Plan plan = plan("1.1.0", "route-1");
        String id = waiting("zoe", plan);

        JsonNode first = json(postAs(
                "Bob",
                "/api/runs/" + id + "/approve",
                "{\"plan\":\"" + plan.hash() + "\",\"reason\":\"<b>good</b>\"}"));
        assertThat(first.get("state").asText()).isEqualTo("WAITING");
        assertThat(first.at("/roles/0/yes").asText()).isEqualTo("bob");
        JsonNode second = json(postAs("carol", "/api/runs/" + id + "/approve", "{}"));

        assertThat(second.get("state").asText()).isEqualTo("GRANTED");
        assertThat(second.get("reason").asText())
                .isEqualTo("approved by bob (operations-lead) and carol (technical-lead)");
        JsonNode kept = json(get("/api/runs/" + id + "/approval"));
        assertThat(kept.at("/answers/0/reason").asText()).isEqualTo("<b>good</b>");
        assertThat(kept.at("/answers/0/validUntil").asText()).isNotEmpty();
    }

    @Test
    void refuses_with_the_reason_and_what_to_do() throws Exception {
        String id = waiting("ada", plan("1", "route-1"));

        assertProblem(postAs("ada", "/api/runs/" + id + "/approve", "{}"), 403, "nobody approves their own request");
        assertProblem(postAs("ADA", "/api/runs/" + id + "/approve", "{}"), 403, "nobody approves their own request");
        assertProblem(postAs("mo", "/api/runs/" + id + "/approve", "{}"), 403, "ask someone with one of these roles");
        assertProblem(postAs("mallory", "/api/runs/" + id + "/approve", "{}"), 403, "declare upkeep.people.<id>");
        assertProblem(postAs("a b", "/api/runs/" + id + "/approve", "{}"), 403, "'unnamed' is not one of the people");
        assertProblem(
                postAs("bob", "/api/runs/" + id + "/approve", "{\"plan\":\"other\"}"), 409, "changed since you looked");
        assertProblem(postAs("bob", "/api/runs/" + id + "/reject", "{}"), 400, "reason '' is too short");
        assertProblem(postAs("bob", "/api/runs/" + UUID.randomUUID() + "/approve", "{}"), 404, "no run has the id");
        assertProblem(
                postAs("bob", "/api/runs/" + UUID.randomUUID() + "/reject", "{\"reason\":\"not tonight\"}"),
                404,
                "GET /api/approvals lists those that wait");
        assertProblem(get("/api/runs/" + UUID.randomUUID() + "/approval"), 404, "never asked an approval");
        assertProblem(postAs("bob", "/api/runs/nonsense/approve", "{}"), 400, "is not the id of a run");
    }

    @Test
    void a_no_is_kept_with_hostile_words_as_words() throws Exception {
        String id = waiting("zoe", plan("1", "route-1"));
        String words = "<img src=x onerror=alert(1)>\u001b[31m '; DROP TABLE approval";

        HttpResponse<String> rejected = postAs(
                "bob",
                "/api/runs/" + id + "/reject",
                JsonNodeFactory.instance.objectNode().put("reason", words).toString());

        assertThat(json(rejected).get("state").asText()).isEqualTo("REJECTED");
        assertThat(json(get("/api/runs/" + id + "/approval"))
                        .at("/answers/0/reason")
                        .asText())
                .isEqualTo("<img src=x onerror=alert(1)> [31m '; DROP TABLE approval");
    }

    @Test
    void an_override_needs_a_role_and_a_reason_and_break_glass_a_review_by_another_person() throws Exception {
        String id = waiting("ada", plan("1", "route-1"));
        String order = "{\"reason\":\"customers wait at every counter\",\"overrides\":[\"window\"]}";

        assertProblem(postAs("mo", "/api/runs/" + id + "/override", order), 403, "upkeep.break-glass.roles");
        assertProblem(postAs("ada", "/api/runs/" + id + "/override", "{\"reason\":\"now\"}"), 400, "10 characters");
        JsonNode used = json(postAs("ada", "/api/runs/" + id + "/override", order));
        assertThat(used.get("breakGlass").asBoolean()).as("by who asked for it").isTrue();
        assertThat(used.get("overrides").toString()).isEqualTo("[\"window\"]");
        assertThat(of(id, json(get("/api/break-glass"))).get("review").isNull()).isTrue();

        String review = "{\"note\":\"right; the window is too short\"}";
        assertProblem(postAs("ada", "/api/break-glass/" + id + "/review", review), 403, "another person");
        JsonNode reviewed = json(postAs("carol", "/api/break-glass/" + id + "/review", review));

        assertThat(reviewed.get("reviewedBy").asText()).isEqualTo("carol");
        assertProblem(postAs("bob", "/api/break-glass/" + id + "/review", review), 404, "no break-glass start");
    }

    @Test
    void a_run_that_breaks_the_glass_is_accepted_with_its_record_or_not_at_all() throws Exception {
        String start = "/api/pipelines/greet/runs";
        String body = "{\"parameters\":{\"version\":\"1\"},\"requestId\":\"emergency-1\",\"breakGlass\":true,";

        assertProblem(postAs("mo", start, body + "\"reason\":\"customers wait at the counters\"}"), 403, "may not");
        assertProblem(postAs("bob", start, body + "\"reason\":\"now!\"}"), 400, "at least 10 characters");
        assertProblem(postAs("bob", start, "{\"parameters\":{},\"reason\":\"x\"}"), 400, "belong to \"breakGlass\"");
        assertThat(json(get("/api/runs?pipeline=greet")).findValuesAsText("requestedBy"))
                .doesNotContain("person:mo");
        String reason = "\"reason\":\"customers wait at the counters\"}";
        String freeze = json(post(
                        "/api/freezes",
                        "{\"name\":\"launch\",\"until\":\"2090-01-01T00:00Z\",\"reason\":\"launch\",\"pipelines\":[\"greet\"]}"))
                .get("id")
                .asText();
        JsonNode broken = json(postAs("bob", start, body + reason));
        String id = broken.get("id").asText();
        String again = json(postAs("bob", start, body + reason)).get("id").asText();
        delete("/api/freezes/" + freeze);
        assertThat(broken.get("note").isNull()).isTrue();

        assertThat(again).isEqualTo(id);
        JsonNode used = of(id, json(get("/api/break-glass")));
        assertThat(used.get("overrides").toString()).isEqualTo("[\"window\",\"freeze\",\"approval\"]");
        assertThat(told("override " + id + " bob").stream()
                        .filter(row -> row.get("address").equals("vendors")))
                .hasSize(1);
        atRest(id);
    }

    @Test
    void where_nothing_holds_a_run_back_there_is_no_glass_to_break() throws Exception {
        JsonNode accepted = json(postAs(
                "bob",
                "/api/pipelines/look/runs",
                "{\"parameters\":{},\"breakGlass\":true,\"reason\":\"customers wait at the counters\"}"));

        String id = accepted.get("id").asText();
        assertThat(accepted.get("note").asText())
                .isEqualTo(
                        "nothing holds it back: an ordinary start, the glass is whole and nothing is to be reviewed");
        assertThat(json(get("/api/break-glass")).findValuesAsText("run")).doesNotContain(id);
        assertThat(told("override " + id + " bob")).isEmpty();
        assertThat(atRest(id).path("state").asText()).isEqualTo("SUCCEEDED");
    }

    /** By the time that the lock is given back a window may be closed, or a freeze have begun. */
    @Test
    void what_waits_for_something_else_keeps_its_override_until_then() throws Exception {
        post("/api/locks/api-1", "{\"reason\":\"moving its disks\"}");

        JsonNode accepted = json(postAs(
                "bob",
                "/api/pipelines/visit/runs",
                "{\"parameters\":{},\"breakGlass\":true,\"reason\":\"customers wait at the counters\"}"));
        String id = accepted.get("id").asText();
        delete("/api/locks/api-1");

        assertThat(accepted.get("note").isNull()).isTrue();
        assertThat(of(id, json(get("/api/break-glass"))).get("overrides").toString())
                .isEqualTo("[\"window\",\"freeze\",\"approval\"]");
        atRest(id);
    }

    private void delete(String path) throws Exception {
        http.send(
                HttpRequest.newBuilder(at(path))
                        .header("Content-Type", "application/json")
                        .header("Upkeep-Person", "ada")
                        .method("DELETE", HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void tells_those_who_can_approve_and_nobody_else_with_a_link_and_without_values() throws Exception {
        String id = waiting("ada", plan("secret-value", "route-1"));

        List<Map<String, Object>> told = told("approval " + id);
        assertThat(told).hasSize(1); // bob has no address, and ada asked for it
        assertThat(told.get(0)).containsEntry("medium", "SLACK").containsEntry("address", "U012CAROL");
        assertThat(told.get(0).get("text").toString())
                .startsWith(":raised_hand: *`greet`* waits for an approval that you can give")
                .contains("operations-lead (bob) and from technical-lead (carol)")
                .contains("/#/runs/" + id + "|")
                .doesNotContain("secret-value");
        postAs("carol", "/api/runs/" + id + "/approve", "{}");
        assertThat(told("approval " + id).get(1)).containsEntry("act", "EDIT");
        postAs("bob", "/api/runs/" + id + "/reject", "{\"reason\":\"<!channel> `no` <https://evil|x>\"}");
        assertThat(told("approval " + id).get(3).get("text").toString())
                .contains("is rejected and will not start")
                .contains("```&lt;!channel&gt; 'no' &lt;https://evil|x&gt;```");
    }

    @Test
    void a_broken_glass_is_told_to_everyone_whatever_they_subscribed_to() throws Exception {
        String id = waiting("ada", plan("1", "route-1"));
        String words = "<b>customers</b> wait at every counter";

        postAs("ada", "/api/runs/" + id + "/override", "{\"reason\":\"" + words + "\"}");

        List<Map<String, Object>> told = told("override " + id + " ada");
        assertThat(told)
                .extracting(row -> row.get("address"))
                .containsExactlyInAnyOrder("vendors", "vendors@example.org", "ada@example.org", "U012CAROL");
        assertThat(told)
                .allSatisfy(row -> assertThat(row.get("text").toString()).contains("BREAK-GLASS"));
        assertThat(told)
                .allSatisfy(row -> assertThat(String.valueOf(row.get("html"))).doesNotContain("<b>customers"));
    }

    private List<Map<String, Object>> told(String topic) {
        return jdbc.queryForList(
                "SELECT * FROM notice WHERE run_id = ? ORDER BY id",
                UUID.nameUUIDFromBytes(topic.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode of(String run, JsonNode list) {
        for (JsonNode one : list) {
            if (one.get("run").asText().equals(run)) {
                return one;
            }
        }
        throw new AssertionError("nothing about run " + run + " in " + list);
    }

    private static Plan plan(String version, String route) {
        return new Plan("greet", Map.of("version", version), List.of("api-1", "api-2"), route);
    }

    /** A run that cannot start while the gate holds an older one, and is asked an approval for. */
    private String waiting(String person, Plan plan) throws Exception {
        gate.holdAt("prepare");
        String body = "{\"parameters\":{\"version\":\"1\"}}";
        String first =
                json(postAs("zoe", "/api/pipelines/greet/runs", body)).get("id").asText();
        await().alias("it has the one place, or waits for it before the second does")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Set.of("RUNNING", "WAITING")
                        .contains(json(get("/api/runs/" + first)).get("state").asText()));
        String id = json(postAs(person, "/api/pipelines/greet/runs", body))
                .get("id")
                .asText();
        Run run = journal.find(UUID.fromString(id)).orElseThrow();
        approvals.verdict(run, plan, BOTH, clock.instant());
        return id;
    }

    private static void assertProblem(HttpResponse<String> response, int status, String words) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).get("detail").asText()).contains(words);
    }
}
