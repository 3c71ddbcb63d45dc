package io.upkeep.web;

import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The live streams: what {@code GET /api/runs} and {@code GET /api/targets} show, as it changes. */
@RestController
class LiveApi {

    private final LiveFeed feed;
    private final RunViews runs;

    LiveApi(LiveFeed feed, RunViews runs) {
        this.feed = feed;
        this.runs = runs;
    }

    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter everything() {
        return feed.open(null).emitter();
    }

    @GetMapping(path = "/api/runs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter ofRun(@PathVariable String id) {
        UUID run = Identified.RUN.id(id);
        return feed.open(runs.find(run).orElseThrow(() -> RunsApi.noSuchRun(run)))
                .emitter();
    }
}
