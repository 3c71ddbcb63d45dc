package io.upkeep.web;

import io.upkeep.run.StepRecord;
import java.time.Instant;

/** A recorded step, as the API shows it; checkpoints stay inside. */
record StepView(
        String path,
        String iteration,
        String phase,
        String state,
        int attempt,
        Instant startedAt,
        Instant finishedAt,
        String failure) {

    static StepView of(StepRecord step) {
        return new StepView(
                step.key().path(),
                step.key().iteration(),
                step.key().phase().name(),
                step.state().name(),
                step.attempt(),
                step.startedAt(),
                step.finishedAt(),
                step.failure());
    }
}
