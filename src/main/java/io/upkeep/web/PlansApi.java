package io.upkeep.web;

import io.upkeep.pipeline.Plans;
import io.upkeep.pipeline.RunPlan;
import io.upkeep.run.RunRequest;
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

    PlansApi(Plans plans) {
        this.plans = plans;
    }

    @PostMapping("/{name}/plan")
    RunPlan plan(
            @PathVariable String name,
            @RequestBody RunOrder order,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return plans.of(new RunRequest(name, order.texts(), Person.of(person), null));
    }
}
