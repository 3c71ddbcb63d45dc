package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.StepKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * {@link Admission}, asked again before each step of a run. A database that does not answer is asked again, as by all that
 * the engine does between steps: it is no verdict on the run.
 */
@Component
class AdmissionAgain implements StepGate {

    private final AdmissionFacts facts;
    private final JournalRetry retry;
    private final Clock clock;

    AdmissionAgain(AdmissionFacts facts, JournalRetry retry, Clock clock) {
        this.facts = facts;
        this.retry = retry;
        this.clock = clock;
    }

    @Override
    public void check(Run run, Pipeline pipeline, StepKey step, boolean wasInterrupted) {
        boolean isChange = pipeline.stepRules().changes(step.id());
        Verdict verdict = Admission.decide(retry.untilItAnswers(
                attempt -> facts.beforeStep(run, pipeline, isChange, wasInterrupted, clock.instant())));
        if (verdict instanceof Verdict.Wait wait) {
            throw new HeldBack(wait);
        }
        if (verdict instanceof Verdict.Stop stop) {
            throw new MustStop(stop.reason());
        }
    }

    /** Reads only when the window would have closed as the run knows it: it may have been extended since. */
    @Override
    public Optional<String> overrun(Run run, Pipeline pipeline) {
        Run.StartedIn window = run.window();
        Instant now = clock.instant();
        if (window == null
                || window.isOverrun()
                || now.isBefore(window.closes())
                || pipeline.governance().overrun() == Governance.Overrun.STOP) {
            return Optional.empty();
        }
        Instant closes = retry.untilItAnswers(attempt -> facts.closes(run, now));
        return closes == null || now.isBefore(closes)
                ? Optional.empty()
                : Optional.of("its window closed at %s; it goes on, as its pipeline says (overrun: finish)"
                        .formatted(closes));
    }
}
