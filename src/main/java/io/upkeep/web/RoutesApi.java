package io.upkeep.web;

import io.upkeep.pipeline.lint.Finding;
import io.upkeep.pipeline.lint.Reload;
import io.upkeep.pipeline.lint.RouteReload;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/routes/findings}: what became of the latest change to the route files. */
@RestController
class RoutesApi {

    private final ObjectProvider<RouteReload> reload;

    RoutesApi(ObjectProvider<RouteReload> reload) {
        this.reload = reload;
    }

    /**
     * The latest reload.
     *
     * @param watched whether changed files are taken while Upkeep runs
     * @param at when the change was seen; null when there was none since the start, like the result and the explanation
     */
    record Answer(
            boolean watched,
            Instant at,
            Reload.Result result,
            List<String> files,
            String explanation,
            List<Finding> findings) {}

    @GetMapping("/api/routes/findings")
    Answer findings() {
        RouteReload watch = reload.getIfAvailable();
        Reload last = watch == null ? null : watch.last().orElse(null);
        return last == null
                ? new Answer(watch != null, null, null, List.of(), null, List.of())
                : new Answer(true, last.at(), last.result(), last.files(), last.explanation(), last.findings());
    }
}
