package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.document.Documents;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentsApiTest extends RunningUpkeep {

    @Autowired
    private Documents documents;

    private String drafted(String subject) throws Exception {
        String run = started("greet", "{\"version\":\"1\"}");
        Map<String, Object> draft = documents.create(run, "procedure", subject, "");
        documents.review(draft);
        return String.valueOf(draft.get("id"));
    }

    @Test
    void a_document_is_listed_and_read_as_json_markdown_and_a_page_that_runs_nothing() throws Exception {
        String id = drafted("greet");

        assertThat(get("/api/documents?type=procedure").body()).contains(id);
        JsonNode whole = json(get("/api/documents/" + id));
        assertThat(whole.at("/document/state").asText()).isEqualTo("reviewed");
        assertThat(whole.at("/document/version").isNull()).isTrue();
        assertThat(whole.path("markdown").asText())
                .startsWith("# Procedure: greet")
                .contains("Document control");

        HttpResponse<String> page = get("/api/documents/" + id + ".html");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("self");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.body()).contains("<h1 id=\"procedure-greet\">", "<svg").doesNotContain("<script");
        assertThat(get("/api/documents/" + id + ".md").headers().firstValue("Content-Type"))
                .hasValue("text/markdown;charset=UTF-8");
        assertThat(get("/api/documents/" + id + ".ics").statusCode()).isEqualTo(404);
        assertThat(get("/api/documents/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/api/documents?type=novel").statusCode()).isEqualTo(409);
    }

    @Test
    void people_say_yes_to_the_text_they_saw_and_to_no_other() throws Exception {
        String id = drafted("visit");
        assertThat(post("/api/documents/" + id + "/approve", "{}").body()).contains("nobody is asked");
        String sha256 = json(get("/api/documents/" + id)).at("/document/sha256").asText();
        String run = started("sign-paper", "{\"document\":\"%s\",\"sha256\":\"%s\"}".formatted(id, sha256));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> json(get("/api/documents/" + id))
                        .at("/document/run")
                        .asText()
                        .equals(run));

        assertThat(postAs("mo", "/api/documents/" + id + "/approve", "{\"sha256\":\"another\"}")
                        .body())
                .contains("changed since you looked at it");
        assertThat(postAs("carol", "/api/documents/" + id + "/approve", "{}").statusCode())
                .isEqualTo(403);
        HttpResponse<String> yes =
                postAs("mo", "/api/documents/" + id + "/approve", "{\"sha256\":\"%s\"}".formatted(sha256));
        assertThat(json(yes).path("state").asText()).isEqualTo("GRANTED");
        Awaitility.await() // it waits until the yes is looked at
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        json(get("/api/runs/" + run)).path("state").asText().equals("SUCCEEDED"));
        assertThat(post("/api/documents/" + id + "/review", "{\"note\":\"fine\"}")
                        .statusCode())
                .as("a draft is not read again, it is signed")
                .isEqualTo(409);
    }
}
