package io.upkeep.web;

import io.upkeep.approval.People;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.text.Shown;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/runs}: looking at runs and deciding about the ones that ask for a person. */
@RestController
@RequestMapping("/api/runs")
class RunsApi {

    private static final String BECAUSE = "{\"reason\": \"did it by hand, see OPS-12\"}";

    private final RunViews views;
    private final Runs runs;
    private final People people;

    RunsApi(RunViews views, Runs runs, People people) {
        this.people = people;
        this.views = views;
        this.runs = runs;
    }

    @GetMapping
    List<RunView> newest(
            @RequestParam(required = false) String pipeline,
            @RequestParam(defaultValue = "false") String open,
            @RequestParam(defaultValue = "50") String limit) {
        String only = pipeline == null || pipeline.isBlank() ? null : pipeline;
        return switch (open) {
            case "true" -> views.notOver(only, Limit.of(limit));
            case "false" -> views.newest(only, Limit.of(limit));
            default ->
                throw new BadValue("open '%s' is neither true nor false; write open=true".formatted(Shown.of(open)));
        };
    }

    @GetMapping("/{id}")
    RunView one(@PathVariable String id) {
        UUID run = Identified.RUN.id(id);
        return views.find(run).orElseThrow(() -> noSuchRun(run));
    }

    @PostMapping("/{id}/resume")
    RunView resume(@PathVariable String id, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return decided(runs.resume(known(id), Person.of(person)));
    }

    @PostMapping("/{id}/rollback")
    RunView rollBack(@PathVariable String id, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return decided(runs.rollBack(known(id), Person.of(person)));
    }

    @PostMapping("/{id}/cancel")
    RunView cancel(@PathVariable String id, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return decided(runs.cancel(known(id), Person.of(person)));
    }

    @PostMapping("/{id}/pause")
    RunView pause(@PathVariable String id, @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return decided(runs.pause(known(id), Person.of(person)));
    }

    /** Goes on behind the failed step, which somebody did by hand. */
    @PostMapping("/{id}/skip")
    RunView skip(
            @PathVariable String id,
            @RequestBody @Example(BECAUSE) Because because,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return decided(runs.skip(known(id), "person:" + Person.declared(person, people), because.checked(BECAUSE)));
    }

    /** A new run of one that is over; {@code from=failed} takes over what finished before. */
    @PostMapping("/{id}/rerun")
    RunView rerun(
            @PathVariable String id,
            @RequestParam(defaultValue = "start") String from,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        if (!from.equals("start") && !from.equals("failed")) {
            throw new BadValue("from '%s' is neither start nor failed".formatted(Shown.of(from)));
        }
        return decided(runs.rerun(known(id), Person.of(person), from.equals("failed")));
    }

    private RunView decided(Run run) {
        return views.view(run);
    }

    private UUID known(String id) {
        return one(id).id();
    }

    static NotFound noSuchRun(UUID id) {
        return new NotFound("no run has the id %s; GET /api/runs lists them".formatted(id));
    }
}
