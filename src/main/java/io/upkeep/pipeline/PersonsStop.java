package io.upkeep.pipeline;

import io.upkeep.fleet.HostOutcomes;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import io.upkeep.run.StopWords;
import io.upkeep.text.Causes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What becomes of a run that stopped because a person asked for it. */
final class PersonsStop {

    private final OwnedRun owned;
    private final Pipeline pipeline;
    private final RunContext context;
    private final RunContext.Engine engine;

    PersonsStop(OwnedRun owned, Pipeline pipeline, RunContext context, RunContext.Engine engine) {
        this.owned = owned;
        this.pipeline = pipeline;
        this.context = context;
        this.engine = engine;
    }

    /**
     * The context's failed step was ended for it; there is none when it stopped between two steps. One that had failed by
     * itself before, in another branch, is what the run keeps: the first failure counts.
     */
    void fulfil(Run.Wish wish, Exchange exchange) {
        Run run = owned.run();
        boolean between =
                Causes.find(exchange.getException(), StoppedByPerson.class).isPresent();
        StepKey ended = between ? null : context.failedStep();
        String step = run.failedStep();
        String failure = run.failure();
        if (step == null && ended != null) {
            step = ended.toString();
            failure = failure(ended, exchange);
        }
        switch (wish.kind()) {
            case PAUSE -> pause(wish, step, failure);
            case CANCEL -> cancel(wish, step, failure, exchange);
            case ROLL_BACK -> {
                if (!waitsForChildren(wish, step, failure)) {
                    owned.move(RunTrigger.ROLL_BACK, noted(step, failure, StopWords.asked(wish)), "run.failed");
                }
            }
        }
    }

    /** As its step's record says it, which knows whether the person or something else ended it; one that the run had no time for has none. */
    private String failure(StepKey step, Exchange exchange) {
        StepRecord record = context.recorded().of(step);
        boolean begun = Causes.find(exchange.getException(), RunTimedOut.class).isEmpty();
        return begun && record != null && record.failure() != null
                ? record.failure()
                : engine.secrets().hide(Failures.describe(exchange));
    }

    private void pause(Run.Wish wish, String step, String failure) {
        if (step == null) {
            owned.move(RunTrigger.PAUSE, Change.because("paused by " + wish.by()), "run.paused");
            return;
        }
        // the step failed by itself: the pause must not hide that
        if (pipeline.rollback() != null) {
            owned.move(RunTrigger.ROLL_BACK, Change.failed(step, failure), "run.failed");
        } else {
            owned.move(
                    RunTrigger.ASK,
                    noted(step, failure, "step '%s' failed; mend the cause, then resume, or cancel".formatted(step)),
                    "run.needs_attention");
        }
    }

    private void cancel(Run.Wish wish, String step, String failure, Exchange exchange) {
        boolean unknown = Causes.find(exchange.getException(), HostOutcomes.class)
                .filter(hosts -> !hosts.unknown().isEmpty() || !hosts.left().isEmpty())
                .isPresent();
        Optional<StepKey> cutOff = context.recorded().cutOff(pipeline.stepRules());
        if (unknown) {
            ask(
                    step,
                    failure,
                    "cancelled by %s, but it is UNKNOWN whether the work has ended everywhere: look at the hosts, then cancel, resume or roll back"
                            .formatted(wish.by()));
        } else if (cutOff.isPresent()) {
            ask(step, failure, CutOffSteps.words(wish, cutOff.get()));
        } else if (!waitsForChildren(wish, step, failure)) {
            owned.move(RunTrigger.CANCEL, noted(step, failure, StopWords.asked(wish)), "run.cancelled");
        }
    }

    private void ask(String step, String failure, String reason) {
        owned.move(RunTrigger.ASK, noted(step, failure, reason), "run.needs_attention");
    }

    /** Whether the run gave itself back until its child runs are at rest: {@link Halting} takes it from there. */
    boolean waitsForChildren(Run.Wish wish, String step, String failure) {
        List<ChildRuns.Child> left =
                context.mayHaveChildren() ? engine.children().unfinished(owned.run(), wish.kind()) : List.of();
        if (left.isEmpty()) {
            return false;
        }
        Instant now = engine.clock().instant();
        owned.moveAndGiveBack(RunTrigger.WAIT, Halting.waits(wish, left, step, failure, now), "run.waiting", now);
        return true;
    }

    private static Change noted(String step, String failure, String reason) {
        return new Change(null, step, failure, reason, null, null);
    }
}
