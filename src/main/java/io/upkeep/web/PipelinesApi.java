package io.upkeep.web;

import io.upkeep.approval.Overrides;
import io.upkeep.approval.RunOverride;
import io.upkeep.document.DrawnBranch;
import io.upkeep.document.RoutePicture;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.OutsideRequests;
import io.upkeep.pipeline.Pipeline;
import io.upkeep.pipeline.PipelineCatalog;
import io.upkeep.pipeline.Plans;
import io.upkeep.pipeline.timer.PipelineTimers;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.target.Inventory;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/pipelines}: what can be run, and asking for a run. */
@RestController
@RequestMapping("/api/pipelines")
class PipelinesApi {

    private static final String DRAWING =
            "default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                    .formatted(RoutePicture.styleHash());

    private static final String NEEDLESS =
            "nothing holds it back: an ordinary start, the glass is whole and nothing is to be reviewed";

    private final PipelineCatalog catalog;
    private final OutsideRequests requests;
    private final RunViews views;
    private final PipelineTimers timers;
    private final Overrides overrides;
    private final Plans plans;
    private final Inventory inventory;

    PipelinesApi(
            PipelineCatalog catalog,
            OutsideRequests requests,
            RunViews views,
            PipelineTimers timers,
            Overrides overrides,
            Plans plans,
            Inventory inventory) {
        this.inventory = inventory;
        this.timers = timers;
        this.overrides = overrides;
        this.plans = plans;
        this.catalog = catalog;
        this.requests = requests;
        this.views = views;
    }

    @GetMapping
    List<PipelineView> all() {
        RoutesNotRunning.check(catalog);
        return catalog.all().stream().map(this::view).toList();
    }

    @GetMapping("/{name}")
    PipelineView one(@PathVariable String name) {
        return view(find(name));
    }

    /** A picture of its own: it may show its own style and nothing else, also when it is opened by its address. */
    @GetMapping(path = "/{name}/drawing", produces = "image/svg+xml;charset=UTF-8")
    String drawing(
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean below,
            HttpServletResponse response) {
        Pipeline pipeline = find(name);
        response.setHeader("Content-Security-Policy", DRAWING);
        List<DrawnBranch> branches = pipeline.branches().stream()
                .map(branch -> new DrawnBranch(branch.choice(), branch.when(), branch.steps()))
                .toList();
        return RoutePicture.of(pipeline.name(), pipeline.steps(), pipeline.rollbackSteps(), branches, below);
    }

    /** Accepted means committed: the run will finish or ask for a person. */
    @PostMapping("/{name}/runs")
    ResponseEntity<Accepted> start(
            @PathVariable String name,
            @RequestBody RunOrder order,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        Pipeline pipeline = find(name);
        Map<String, String> parameters = order.texts();
        String requestId = order.checkedRequestId();
        RunOverride override = order.breaksTheGlass()
                ? overrides.breakGlass(Person.id(person), order.reason(), order.overrides())
                : null;
        RunRequest request = new RunRequest(pipeline.name(), parameters, Person.of(person), requestId);
        try {
            boolean needless = override != null && !plans.mayBeHeldBack(request);
            Run run = requested(request, needless ? null : override);
            URI url = URI.create("/api/runs/" + run.id());
            return ResponseEntity.accepted()
                    .location(url)
                    .body(new Accepted(run.id(), url.toString(), needless ? NEEDLESS : null));
        } catch (InvalidRequest e) {
            throw new RefusedInputs(e, pipeline, parameters);
        }
    }

    private PipelineView view(Pipeline pipeline) {
        return PipelineView.of(
                pipeline,
                pipeline.impactAtMost(inventory),
                timers.of(pipeline.name()),
                views.newest(pipeline.name(), 1).stream().findFirst().orElse(null));
    }

    private Pipeline find(String name) {
        RoutesNotRunning.check(catalog);
        return catalog.find(name).orElseThrow(() -> unknown(name, catalog));
    }

    /** A run that breaks the glass is never there without the record of it. */
    private Run requested(RunRequest request, RunOverride override) {
        if (override == null) {
            return requests.request(request);
        }
        return overrides.accept(() -> requests.request(request), override);
    }

    /**
     * The run that a request led to.
     *
     * @param note what became of the request otherwise than asked; null for nothing
     */
    record Accepted(UUID id, String url, String note) {}

    static NotFound unknown(String name, PipelineCatalog catalog) {
        return new NotFound(catalog.noneCalled(name));
    }
}
