package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.run.LogEntry;
import io.upkeep.run.LogEntry.Stream;
import io.upkeep.run.Phase;
import io.upkeep.run.RunLog;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code GET /api/runs/ID/log}. */
class RunLogApiTest extends RunningUpkeep {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Autowired
    private RunLog log;

    @Test
    void tells_who_said_what_and_goes_on_behind_what_is_known() throws Exception {
        String id = started("look", "{}");
        log.add(List.of(
                entry(id, "api-1", Stream.OUT, "<b>three</b>\n  files"),
                entry(id, "api-2", Stream.ERR, "no room"),
                entry(id, null, Stream.SAID, "well")));

        JsonNode all = json(get("/api/runs/" + id + "/log"));
        assertThat(all.get(0).toString())
                .isEqualTo(
                        "{\"id\":%d,\"at\":\"2026-01-01T00:00:00Z\",\"phase\":\"ROLLBACK\",\"step\":\"undo\",\"host\":\"api-1\",\"stream\":\"out\",\"text\":\"<b>three</b>\\n  files\"}"
                                .formatted(all.get(0).get("id").asLong()));
        long first = all.get(0).get("id").asLong();
        assertThat(json(get("/api/runs/" + id + "/log?limit=1&after=" + first)).findValuesAsText("text"))
                .containsExactly("no room");
        assertThat(json(get("/api/runs/" + id + "/log?stream=said")).findValuesAsText("text"))
                .containsExactly("well");
        assertThat(json(get("/api/runs/" + id + "/log?host=api-2&step=undo")).findValuesAsText("text"))
                .containsExactly("no room");
        assertThat(json(get("/api/runs/" + id + "/log?step=other"))).isEmpty();
        assertThat(json(get("/api/runs/" + id + "/log/hosts")).toString()).isEqualTo("[\"api-1\",\"api-2\"]");
        JsonNode last = json(get("/api/runs/" + id + "/log?limit=2&before=end"));
        assertThat(last.findValuesAsText("text")).containsExactly("no room", "well");
        assertThat(json(get("/api/runs/" + id + "/log?before=" + last.get(0).get("id")))
                        .findValuesAsText("text"))
                .containsExactly("<b>three</b>\n  files");
        assertThat(json(get("/api/runs/" + id + "/log?limit=1&before=end&host=api-1"))
                        .findValuesAsText("text"))
                .containsExactly("<b>three</b>\n  files");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/runs/00000000-0000-0000-0000-000000000000/log | 404 | no run has the id",
                "/api/runs/x/log | 400 | is not the id of a run",
                "/api/runs/00000000-0000-0000-0000-000000000000/log?after=-1 | 400 | write after=0",
                "/api/runs/00000000-0000-0000-0000-000000000000/log?limit=0 | 400 | write limit=50",
                "/api/runs/00000000-0000-0000-0000-000000000000/log?before=now | 400 | write before=end",
                "/api/runs/00000000-0000-0000-0000-000000000000/log?before=3&after=1 | 400 | leave after or before out",
                "/api/runs/00000000-0000-0000-0000-000000000000/log/hosts | 404 | no run has the id",
                "/api/runs/00000000-0000-0000-0000-000000000000/log?stream=stdout | 400 | write stream=err",
            })
    void says_what_is_wrong_with_a_question(String path, int status, String words) throws Exception {
        HttpResponse<String> refused = get(path);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(json(refused).get("detail").asText()).contains(words);
    }

    private static LogEntry entry(String run, String host, Stream stream, String text) {
        return new LogEntry(0, UUID.fromString(run), AT, Phase.ROLLBACK, "undo", host, stream, text);
    }
}
