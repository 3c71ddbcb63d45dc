package io.upkeep.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
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

    /** As runs name it: the path with its iteration. */
    @JsonIgnore
    String name() {
        return iteration.isEmpty() ? path : path + "[" + iteration + "]";
    }

    static StepView of(StepRecord step) {
        return new StepView(
                step.key().path(),
                step.key().iteration(),
                step.key().phase().name(),
                step.state().name(),
                step.attempt(),
                step.startedAt(),
                step.isLeftInOrder() ? null : step.finishedAt(),
                step.failure());
    }
}
