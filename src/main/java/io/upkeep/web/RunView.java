package io.upkeep.web;

import io.upkeep.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A run with its steps, as the API shows it.
 *
 * @param reason why it waits, asks for a person or ended; of a run in a queue also who before it asks for a person, and
 *     of one that nobody is at work on that all nodes are paused
 * @param waitsFor what kind of thing a waiting run waits for; null otherwise
 * @param waitsUntil when that changes, for a window or a freeze; null when nobody knows
 * @param asked PAUSE, CANCEL or ROLL_BACK while that is asked of a run at work; null otherwise
 * @param parent the run that waits for this one; null when none does
 * @param actions what a person may ask of it now: {@code resume}, {@code skip}, {@code pause}, {@code
 *     rollback}, {@code cancel}, {@code rerun}, {@code rerun-from-failed}
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
        String waitsFor,
        Instant waitsUntil,
        String asked,
        UUID parent,
        List<String> actions,
        List<StepView> steps) {

    static RunView of(Run run, String reason, List<String> actions, List<StepView> steps) {
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
                reason,
                run.waiting() == null ? null : run.waiting().kind(),
                run.waiting() == null ? null : run.waiting().changesAt(),
                run.wish() == null ? null : run.wish().kind().name(),
                run.parent(),
                actions,
                steps);
    }
}
