package io.upkeep.pipeline;

import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.run.Run;
import io.upkeep.run.StepKey;
import io.upkeep.window.Windows;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Admission, asked again before each step: a paused system stops a run before any step; a window that closed or a freeze
 * that began stops a run before a changing one, where its pipeline does not say that it may finish.
 */
@Component
class AdmissionAgain implements StepGate {

    private final AdmissionFacts facts;
    private final Pauses pauses;
    private final Windows windows;
    private final Clock clock;

    AdmissionAgain(AdmissionFacts facts, Pauses pauses, Windows windows, Clock clock) {
        this.facts = facts;
        this.pauses = pauses;
        this.windows = windows;
        this.clock = clock;
    }

    @Override
    public void check(Run run, Pipeline pipeline, StepKey step) {
        if (pauses.reason() != null) {
            throw new HeldBack(new Wait(Kind.SYSTEM_PAUSED, pauses.reason(), null));
        }
        if (!pipeline.stepRules().changes(step.id()) || pipeline.governance().overrun() == Governance.Overrun.FINISH) {
            return;
        }
        Instant now = clock.instant();
        closed(run, now).ifPresent(reason -> {
            throw new WindowClosed(reason);
        });
        Wait freeze = facts.freeze(pipeline, facts.work(pipeline), now);
        if (freeze != null) {
            throw new WindowClosed(
                    "a freeze began: %s; the pipeline says to stop then (overrun: stop)".formatted(freeze.reason()));
        }
    }

    private Optional<String> closed(Run run, Instant now) {
        if (run.window() == null) {
            return Optional.empty();
        }
        Instant closes = windows.closes(UUID.fromString(run.window().window()))
                .orElse(run.window().closes());
        return now.isBefore(closes)
                ? Optional.empty()
                : Optional.of(
                        "its window closed at %s; the pipeline says to stop then (overrun: stop)".formatted(closes));
    }
}
