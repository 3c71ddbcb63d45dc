package io.upkeep.pipeline;

import io.upkeep.run.RequestCheck;
import io.upkeep.run.RunRequest;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Refuses a request for a run that could only fail. */
@Component
class RequestChecks {

    private final ObjectProvider<RequestCheck> checks;

    RequestChecks(ObjectProvider<RequestCheck> checks) {
        this.checks = checks;
    }

    /**
     * The inputs of a run: complete, and each as its declaration and whoever knows the pipeline want it. A child run is asked
     * for again when its parent's step is, maybe later: then only the declaration counts.
     *
     * @throws InvalidRequest saying what is wrong
     */
    Map<String, String> inputs(Pipeline pipeline, RunRequest request) {
        Map<String, String> inputs = pipeline.inputs().complete(pipeline.name(), request.parameters());
        if (request.parent() == null) {
            checks.orderedStream()
                    .filter(check -> check.pipeline().equals(pipeline.name()))
                    .flatMap(check -> check.problemWith(inputs).stream())
                    .findFirst()
                    .ifPresent(problem -> {
                        throw new InvalidRequest(problem);
                    });
        }
        return inputs;
    }
}
