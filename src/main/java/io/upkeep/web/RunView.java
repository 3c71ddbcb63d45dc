package io.upkeep.web;

import io.upkeep.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A run with its steps, as the API shows it.
 *
 * @param actions what a person may ask of it now: {@code resume}, {@code rollback}, {@code cancel}
 */
record RunView(
        UUID id,
        String pipeline,
        String state,
        Map<String, String> parameters,
        String requestedBy,
        Instant requestedAt,
        Instant startedAt,
        Instant finishedAt,
        String failedStep,
        String failure,
        String reason,
        List<String> actions,
        List<StepView> steps) {

    static RunView of(Run run, List<String> actions, List<StepView> steps) {
        return new RunView(
                run.id(),
                run.pipeline(),
                run.state().name(),
                run.parameters(),
                run.requestedBy(),
                run.requestedAt(),
                run.startedAt(),
                run.finishedAt(),
                run.failedStep(),
                run.failure(),
                run.reason(),
                actions,
                steps);
    }
}
