package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The live streams, read as a browser reads them. */
class LiveStreamTest extends RunningUpkeep {

    @Autowired
    private LiveFeed feed;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    void tells_the_run_as_its_steps_finish_and_nothing_of_other_runs() throws Exception {
        gate.holdAt("speak");
        String id = started("greet", "{\"version\":\"1\"}");
        try (Reader reader = read("/api/runs/" + id + "/events")) {
            reader.awaitLine("\"path\":\"speak\"", "\"state\":\"STARTED\"");
            String other = started("look", "{}");
            atRest(other);
            gate.open("speak");
            reader.awaitLine(id, "\"state\":\"SUCCEEDED\"");

            assertThat(reader.lines).noneMatch(line -> line.contains(other));
            assertThat(reader.lines).contains("event:run");
        }
    }

    @Test
    void starts_with_the_run_as_it_is_also_when_it_is_over() throws Exception {
        String id = started("look", "{}");
        atRest(id);

        try (Reader reader = read("/api/runs/" + id + "/events")) {
            reader.awaitLine(id, "\"state\":\"SUCCEEDED\"");
        }
    }

    @Test
    void tells_everything_to_the_page_and_forgets_readers_that_left() throws Exception {
        int before = feed.clients();
        try (Reader reader = read("/api/events")) {
            await().atMost(Duration.ofSeconds(5)).until(() -> feed.clients() == before + 1);
            String id = started("greet", "{\"version\":\"2\"}");
            reader.awaitLine(id, "\"state\":\"SUCCEEDED\"");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            feed.tell(LiveMessage.HEARTBEAT);
            return feed.clients() <= before;
        });
    }

    @Test
    void who_follows_a_run_hears_at_once_that_nobody_takes_it_up_any_more_as_the_last_node_that_was_not_paused_died()
            throws Exception {
        String name = json(get("/api/nodes")).at("/nodes/0/name").asText();
        String id = UUID.randomUUID().toString(); // as if nobody had a worker for it
        jdbc.update(
                "INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at) VALUES (?::uuid, 'look', 'REQUESTED', '{}', 'person:ada', now())",
                id);
        jdbc.update(
                "INSERT INTO node (name, address, started_at, heartbeat, workers) VALUES ('moon', '', now(), now() + interval '1 day', 1)");
        post("/api/nodes/" + name + "/pause", "{}");
        try (Reader reader = read("/api/runs/" + id + "/events")) {
            reader.awaitLine(id, "\"reason\":null");

            jdbc.update("UPDATE node SET heartbeat = now() - interval '1 hour' WHERE name = 'moon'");

            reader.awaitLine(id, "the only node, " + name + ", is paused by person:ada");
            post("/api/resume-all", "{}");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> reader.lines.stream()
                            .filter(line -> line.contains(id))
                            .reduce((before, last) -> last)
                            .orElseThrow()
                            .contains("\"reason\":null"));
        } finally {
            post("/api/resume-all", "{}");
            jdbc.update("DELETE FROM node WHERE name = 'moon'");
            jdbc.update("DELETE FROM run WHERE id = ?::uuid", id);
        }
    }

    private Reader read(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at(path))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return new Reader(response.body());
    }

    /** Keeps the lines of a stream; closing it hangs up. */
    private static final class Reader implements AutoCloseable {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Stream<String> stream;

        Reader(Stream<String> stream) {
            this.stream = stream;
            Thread thread = new Thread(this::readOn, "reader");
            thread.setDaemon(true);
            thread.start();
        }

        private void readOn() {
            try {
                stream.forEach(lines::add);
            } catch (RuntimeException e) {
                lines.add("closed");
            }
        }

        void awaitLine(String... parts) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            lines.stream().anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
