package io.upkeep.pipeline;

import io.upkeep.approval.People;
import io.upkeep.run.StepKey;
import io.upkeep.target.Inventory;
import io.upkeep.text.Shown;
import io.upkeep.window.Windows;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Refuses, when its route loads, a pipeline that names a window, a role, a target or a step that there is not. */
@Component
class PipelineChecks {

    private final ObjectProvider<Windows> windows;
    private final ObjectProvider<People> people;
    private final ObjectProvider<Inventory> inventory;

    PipelineChecks(
            ObjectProvider<Windows> windows, ObjectProvider<People> people, ObjectProvider<Inventory> inventory) {
        this.windows = windows;
        this.people = people;
        this.inventory = inventory;
    }

    /** @throws IllegalArgumentException naming the pipeline, the option, the value and what there is */
    void check(Pipeline pipeline) {
        Governance rules = pipeline.governance();
        try {
            windows.getObject().requireDeclared(rules.window());
        } catch (IllegalArgumentException e) {
            throw wrong(pipeline, e.getMessage());
        }
        if (!rules.approval().isEmpty()) {
            people.getObject().problem(rules.approval()).ifPresent(problem -> {
                throw wrong(pipeline, problem);
            });
        }
        requireTargets(pipeline);
        requireSteps(pipeline, "readOnly", pipeline.stepRules().readOnly());
        requireSteps(pipeline, "retries", pipeline.stepRules().retries().names());
        requireSteps(pipeline, "backoff", pipeline.stepRules().backoff().names());
        requireSteps(pipeline, "stepTimeout", pipeline.stepRules().timeout().names());
    }

    /** A run whose targets are unknown could neither be planned nor locked. */
    private void requireTargets(Pipeline pipeline) {
        if (pipeline.targets().isEmpty()) {
            return;
        }
        try {
            pipeline.targets().requireIn(inventory.getObject(), false);
        } catch (IllegalArgumentException e) {
            throw wrong(pipeline, "targets: " + e.getMessage());
        }
    }

    private static void requireSteps(Pipeline pipeline, String option, Set<String> named) {
        List<String> known = Stream.concat(pipeline.steps().stream(), pipeline.rollbackSteps().stream())
                .map(path -> new StepKey(null, path, "").id())
                .toList();
        for (String step : new TreeSet<>(named)) {
            if (!known.contains(step)) {
                throw wrong(
                        pipeline,
                        "%s: it has no step '%s'; its steps are %s"
                                .formatted(
                                        option,
                                        Shown.of(step),
                                        known.stream().distinct().collect(Collectors.joining(", "))));
            }
        }
    }

    private static IllegalArgumentException wrong(Pipeline pipeline, String what) {
        return new IllegalArgumentException(
                "maintenance:%s: %s (%s)".formatted(pipeline.name(), what, pipeline.source()));
    }
}
