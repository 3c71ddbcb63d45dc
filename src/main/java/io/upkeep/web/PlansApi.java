package io.upkeep.web;

import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.Pipeline;
import io.upkeep.pipeline.PipelineCatalog;
import io.upkeep.pipeline.Plans;
import io.upkeep.pipeline.RunPlan;
import io.upkeep.run.RunRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/pipelines/{name}/plan}: what a run would do, without doing it. */
@RestController
@RequestMapping("/api/pipelines")
class PlansApi {

    private final Plans plans;
    private final PipelineCatalog catalog;

    PlansApi(Plans plans, PipelineCatalog catalog) {
        this.plans = plans;
        this.catalog = catalog;
    }

    @PostMapping("/{name}/plan")
    RunPlan plan(
            @PathVariable String name,
            @RequestBody RunOrder order,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        RoutesNotRunning.check(catalog);
        Pipeline pipeline = catalog.find(name).orElseThrow(() -> PipelinesApi.unknown(name, catalog));
        Map<String, String> parameters = order.texts();
        try {
            return plans.of(new RunRequest(name, parameters, Person.of(person), null));
        } catch (InvalidRequest e) {
            throw new RefusedInputs(e, pipeline, parameters);
        }
    }
}
