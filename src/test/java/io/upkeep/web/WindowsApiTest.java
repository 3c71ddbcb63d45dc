package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Windows and freezes over HTTP. */
class WindowsApiTest extends RunningUpkeep {

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @Autowired
    private Clock clock;

    @Test
    void two_people_agree_on_a_window_that_then_lives_to_its_end() throws Exception {
        HttpResponse<String> proposed = propose("replace <b>a</b> disk");
        assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(201);
        String path = proposed.headers().firstValue("Location").orElseThrow();
        assertThat(json(get(path)).get("actions").toString()).isEqualTo("[\"approve\",\"reschedule\",\"cancel\"]");

        assertProblem(post(path + "/approve", "{}"), 409, "person:ada proposed this window and cannot approve it too");
        assertProblem(
                as("Ada", "POST", path + "/approve", "{}"), 409, "proposed this window and cannot approve it too");
        assertProblem(as("ben", "POST", path + "/approve", "{}"), 403, "'ben' is not one of the people Upkeep knows");
        assertThat(as("bob", "POST", path + "/approve", "{}").statusCode()).isEqualTo(200);
        assertProblem(as("ben", "POST", path + "/start", "{}"), 403, "'ben' is not one of the people Upkeep knows");
        JsonNode started = json(post(path + "/start", "{}"));
        assertThat(started.get("state").asText()).isEqualTo("STARTED");
        assertThat(started.get("open").asBoolean()).isTrue();
        String later =
                Instant.now().plusSeconds(9000).truncatedTo(ChronoUnit.MICROS).toString();
        String longer = "{\"until\":\"" + later + "\",\"reason\":\"the copy is slow\"}";
        assertProblem(as("ben", "POST", path + "/extend", longer), 403, "'ben' is not one of the people Upkeep knows");
        JsonNode extended = json(post(path + "/extend", longer));
        assertThat(extended.get("closes").asText()).isEqualTo(later);
        assertThat(post(path + "/verify", "{}").statusCode()).isEqualTo(200);
        assertThat(post(path + "/complete", "{}").statusCode()).isEqualTo(200);

        assertProblem(
                post(path + "/cancel", "{\"reason\":\"too late\"}"),
                409,
                "a window that is COMPLETED does not take 'cancel'; it takes nothing: it is over");
        JsonNode all = json(get("/api/windows"));
        assertThat(all.at("/declared/0/name").asText()).isEqualTo("emergency");
        assertThat(all.get("ended").findValuesAsText("reason")).contains("replace <b>a</b> disk");
    }

    @Test
    void a_freeze_is_added_listed_and_lifted() throws Exception {
        HttpResponse<String> added = post(
                "/api/freezes",
                "{\"name\":\"release\",\"until\":\"2090-01-01T00:00Z\",\"reason\":\"launch\",\"exceptions\":[\"*\"]}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String path = added.headers().firstValue("Location").orElseThrow();

        JsonNode listed = json(get("/api/freezes")).get(0);
        assertThat(listed.get("holding").asBoolean()).isTrue();
        assertThat(listed.get("addedBy").asText()).isEqualTo("person:ada");
        assertThat(listed.get("zone").asText())
                .as("a name that browsers know, too")
                .isEqualTo("UTC");
        assertProblem(as("ben", "DELETE", path, "{}"), 403, "'ben' is not one of the people Upkeep knows");
        assertThat(as("bob", "DELETE", path, "{}").statusCode()).isEqualTo(200);
        assertThat(json(get("/api/freezes"))).isEmpty();
        assertProblem(as("ben", "DELETE", path, "{}"), 404, "GET /api/freezes lists them");
    }

    @Test
    void a_freeze_is_lifted_by_its_name_where_only_one_has_it() throws Exception {
        String order =
                "{\"name\":\"release\",\"until\":\"2090-01-01T00:00Z\",\"reason\":\"launch\",\"exceptions\":[\"*\"]}";
        String first =
                post("/api/freezes", order).headers().firstValue("Location").orElseThrow();
        post("/api/freezes", order);

        assertProblem(
                as("bob", "DELETE", "/api/freezes/release", "{}"),
                400,
                "2 freezes are called 'release'; write the id of one: ");
        as("bob", "DELETE", first, "{}");
        assertThat(as("bob", "DELETE", "/api/freezes/release", "{}").statusCode())
                .isEqualTo(200);

        assertThat(json(get("/api/freezes"))).isEmpty();
        assertProblem(as("bob", "DELETE", "/api/freezes/release", "{}"), 400, "'release' is not the id of a freeze");
        assertProblem(as("bob", "DELETE", "/api/freezes/release", "{}"), 400, "GET /api/freezes lists them");
    }

    @Test
    void now_and_so_much_later_are_times_on_the_servers_clock() throws Exception {
        Instant before = clock.instant(); // the database's, which the JVM's is not exactly
        JsonNode window = json(post(
                "/api/windows",
                "{\"window\":\"emergency\",\"from\":\"now\",\"until\":\"+90m\",\"reason\":\"a disk\"}"));
        String path = "/api/windows/" + window.get("id").asText();
        try {
            JsonNode freeze = json(
                    post(
                            "/api/freezes",
                            "{\"name\":\"soon\",\"from\":\"+1d\",\"until\":\"+2d\",\"reason\":\"launch\",\"exceptions\":[\"*\"]}"));
            Instant after = clock.instant();
            as("bob", "DELETE", "/api/freezes/" + freeze.get("id").asText(), "{}");

            assertThat(Instant.parse(window.get("opens").asText())).isBetween(before, after);
            assertThat(Instant.parse(window.get("closes").asText()))
                    .isEqualTo(Instant.parse(window.get("opens").asText()).plus(90, ChronoUnit.MINUTES));
            assertThat(Instant.parse(freeze.get("next").asText()))
                    .isBetween(before.plus(1, ChronoUnit.DAYS), after.plus(1, ChronoUnit.DAYS));
            JsonNode extended = json(
                    post(path + "/reschedule", "{\"from\":\"+1h\",\"until\":\"+3h\",\"reason\":\"it comes late\"}"));
            assertThat(Instant.parse(extended.get("opens").asText()))
                    .isAfterOrEqualTo(before.plus(1, ChronoUnit.HOURS));
        } finally {
            post(path + "/cancel", "{\"reason\":\"the test is over\"}");
        }
    }

    @Test
    void ones_own_freeze_anybody_lifts() throws Exception {
        HttpResponse<String> added = as(
                "ben",
                "POST",
                "/api/freezes",
                "{\"name\":\"mine\",\"until\":\"2090-01-01T00:00Z\",\"reason\":\"launch\",\"exceptions\":[\"*\"]}");
        String path = added.headers().firstValue("Location").orElseThrow();

        assertThat(as("ben", "DELETE", path, "{}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/windows | `` | 400 | send for example {\"window\": \"emergency\"",
                "/api/windows | [] | 400 | send for example",
                "/api/windows | {\"window\":\"emergency\",\"pipeline\":\"x\"} | 400 | send for example",
                "/api/windows | {\"window\":\"moon\"} | 400 | window 'moon' is not declared; there are: emergency",
                "/api/windows | {} | 400 | window '' is not declared",
                "/api/windows | {\"window\":\"emergency\",\"from\":\"<script>\"} | 400 | from '<script>' is not a time; write",
                "/api/windows/x/approve | {} | 400 | is not the id of a window; one looks like",
                "/api/windows/" + NOBODY + "/approve | {} | 404 | GET /api/windows lists them",
                "/api/windows/" + NOBODY + "/burn | {} | 404 | there are: approve, start",
                "/api/windows/" + NOBODY + "/cancel | {} | 400 | reason is missing; write why",
                "/api/windows/x/approve | {} | 400 | GET /api/windows lists them",
                "/api/windows | {\"window\":\"emergency\",\"from\":\"+2w\"} | 400 | from '+2w' is not a time; write 2026-11-29T02:00, or with an offset 2026-11-29T01:00Z, or now, or +2h for two hours from now",
                "/api/windows | {\"window\":\"emergency\",\"from\":\"now\",\"until\":\"now\"} | 400 | until is not at least a minute after from",
                "/api/windows | {\"window\":\"emergency\",\"from\":\"2090-01-01T02:00Z\",\"until\":\"2090-01-01T01:00Z\"} | 400 | until is not at least a minute after from: 2090-01-01T02:00:00Z to 2090-01-01T01:00:00Z; write times such as",
                "/api/freezes | {} | 400 | name '' is not a name",
                "/api/freezes | {\"name\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"} | 400 | write at most 50",
                "/api/freezes | {\"name\":\"a\",\"pipelines\":[\"no-such\"]} | 400 | no pipeline is called 'no-such'; there are: ",
                "/api/freezes | {\"name\":\"a\",\"exceptions\":[\"no-such-*\"]} | 400 | no pipeline is called 'no-such-*'",
                "/api/windows | {\"window\":\"emergency\",\"pipelines\":[\"no-such\"]} | 400 | no pipeline is called 'no-such'",
                "/api/freezes | {\"name\":\"a\",\"zone\":\"+02:00\"} | 400 | zone '+02:00' is not a time zone; write its IANA name",
                "/api/freezes | {\"name\":\"a\",\"until\":\"2001-01-01T00:00Z\",\"reason\":\"x\"} | 400 | is over or not after from",
                "/api/freezes | {\"name\":\"a\",\"until\":\"2090-01-01T00:00\",\"reason\":\"x\",\"targets\":\"label:moon\"} | 400 | labels: api",
            })
    void says_what_is_wrong_and_how_it_is_written_right(String path, String body, int status, String words)
            throws Exception {
        assertProblem(post(path, body), status, words);
    }

    private HttpResponse<String> propose(String reason) throws Exception {
        return post(
                "/api/windows",
                "{\"window\":\"emergency\",\"from\":\"%s\",\"until\":\"%s\",\"reason\":\"%s\"}"
                        .formatted(
                                Instant.now().plusSeconds(3600), Instant.now().plusSeconds(7200), reason));
    }

    private HttpResponse<String> as(String person, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .header("Upkeep-Person", person)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String words) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(response).get("detail").asText()).contains(words);
    }
}
