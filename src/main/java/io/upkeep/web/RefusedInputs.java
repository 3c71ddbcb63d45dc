package io.upkeep.web;

import io.upkeep.pipeline.Input;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that was refused for its inputs, with the problem of each, so that a form can show it at its field. */
final class RefusedInputs extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> problems;

    RefusedInputs(InvalidRequest refusal, Pipeline pipeline, Map<String, String> given) {
        super(refusal.getMessage(), refusal);
        this.problems = new LinkedHashMap<>();
        pipeline.inputs().all().forEach(input -> note(input, given.getOrDefault(input.name(), input.defaultValue())));
    }

    private void note(Input input, String value) {
        if (value == null || value.isEmpty()) {
            if (input.required()) {
                problems.put(input.name(), "required");
            }
        } else {
            input.problemWith(value).ifPresent(problem -> problems.put(input.name(), problem));
        }
    }

    /** Input name to what is wrong with its value. */
    Map<String, String> problems() {
        return problems;
    }
}
