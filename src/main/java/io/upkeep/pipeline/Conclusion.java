package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.StepKey;
import io.upkeep.run.StopWords;
import io.upkeep.text.Causes;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What the end of a route, good or bad, means for its run. */
final class Conclusion {

    private final OwnedRun owned;
    private final Pipeline pipeline;
    private final RunContext context;
    private final RunContext.Engine engine;

    Conclusion(OwnedRun owned, Pipeline pipeline, RunContext context, RunContext.Engine engine) {
        this.owned = owned;
        this.pipeline = pipeline;
        this.context = context;
        this.engine = engine;
    }

    /** Of the pipeline's own route. */
    void conclude(Exchange exchange) {
        if (succeeded(exchange)) {
            owned.move(RunTrigger.SUCCEED, Change.NONE, "run.succeeded");
            return;
        }
        rethrowIfNotOurs(exchange);
        if (context.work().stop() instanceof Stop.NodeStops) {
            // another branch may have been cut off: the next owner awaits it, and fails the run as noted
            throw new Parked();
        }
        boolean fails = owned.run().failedStep() != null; // whatever else its branches come to
        if (!fails && rests(exchange)) {
            return;
        }
        CutOff cutOff = find(exchange, CutOff.class).orElse(null);
        if (cutOff != null && cutOff.policy() == Pipeline.Interrupted.ASK) {
            ask(Change.because(cutOff.getMessage() + "; look, then resume, roll back or cancel"));
            return;
        }
        if (context.work().stop() instanceof Stop.Wished wished) {
            new PersonsStop(owned, pipeline, context, engine).fulfil(wished.wish(), exchange);
            return;
        }
        if (fails) {
            fail(owned.run().failedStep(), owned.run().failure());
        } else {
            StepKey failedStep = cutOff == null ? context.failedStep() : cutOff.step();
            fail(
                    failedStep == null ? "(outside a step)" : failedStep.toString(),
                    engine.secrets().hide(Failures.describe(exchange)));
        }
    }

    private void fail(String step, String failure) {
        if (pipeline.rollback() != null) {
            undo(step, failure);
            return;
        }
        ask(new Change(
                null,
                step,
                failure,
                "step '%s' failed and %s has no rollback route; mend the cause, then resume from that step, or cancel"
                        .formatted(step, pipeline.name()),
                null,
                null));
    }

    /** A branch may have failed while another waits for a child run: that is stopped first. */
    private void undo(String step, String failure) {
        Run.Wish undo = new Run.Wish(Run.Wish.Kind.ROLL_BACK, "step '%s', which failed".formatted(step));
        if (!new PersonsStop(owned, pipeline, context, engine).waitsForChildren(undo, step, failure)) {
            owned.move(RunTrigger.ROLL_BACK, Change.failed(step, failure), "run.failed");
        }
    }

    /** Waits for another run, or for admission. */
    private boolean rests(Exchange exchange) {
        Instant now = engine.clock().instant();
        Optional<WaitsForChild> child = find(exchange, WaitsForChild.class);
        if (child.isPresent()) {
            Verdict.Wait wait =
                    new Verdict.Wait(Verdict.Kind.CHILD_RUN, child.get().getMessage(), now.plus(Admission.LOOK_AGAIN));
            owned.moveAndGiveBack(
                    RunTrigger.WAIT,
                    Waits.change(wait),
                    "run.waiting",
                    child.get().lookAgain(now));
            return true;
        }
        Optional<HeldBack> held = find(exchange, HeldBack.class);
        held.ifPresent(back -> owned.moveAndGiveBack(
                RunTrigger.WAIT, Waits.change(back.verdict()), "run.waiting", back.lookAgain(now)));
        return held.isPresent();
    }

    /** Of the rollback route. */
    void concludeRollback(Exchange exchange) {
        if (succeeded(exchange)) {
            String failedStep = owned.run().failedStep();
            Change change = context.work()
                    .missed()
                    .map(wish -> Change.because(StopWords.tooLate(wish, failedStep)))
                    .orElse(Change.NONE);
            owned.move(RunTrigger.SUCCEED, change, "run.rolled_back");
            return;
        }
        rethrowIfNotOurs(exchange);
        if (rests(exchange)) {
            return;
        }
        Optional<CutOff> cutOff = find(exchange, CutOff.class);
        if (cutOff.isPresent()) {
            ask(Change.because("rollback: " + cutOff.get().getMessage() + "; look, then resume or cancel"));
            return;
        }
        String reason =
                "the rollback route failed at step '%s': %s%s; mend the cause, then resume the rollback, or cancel"
                        .formatted(
                                context.failedStep(),
                                engine.secrets().hide(Failures.describe(exchange)),
                                workThatGoesOn());
        owned.move(RunTrigger.FAIL, Change.because(reason), "run.rollback_failed");
    }

    /** Of other branches of the rollback, when the node stopped and waited no longer for them. */
    private String workThatGoesOn() {
        return context.recorded()
                .cutOff(Phase.ROLLBACK)
                .min(RecordedSteps.BY_NAME)
                .map(
                        "; step '%s' was cut off as its node stopped, and its work may go on: resuming finds it again"
                                ::formatted)
                .orElse("");
    }

    private void ask(Change change) {
        owned.move(RunTrigger.ASK, change, "run.needs_attention");
    }

    private static boolean succeeded(Exchange exchange) {
        return exchange.getException() == null && !exchange.isRollbackOnly();
    }

    private static <T> Optional<T> find(Exchange exchange, Class<T> type) {
        return Causes.find(exchange.getException(), type);
    }

    private static void rethrowIfNotOurs(Exchange exchange) {
        find(exchange, Parked.class).ifPresent(e -> {
            throw e;
        });
        find(exchange, Fenced.class).ifPresent(e -> {
            throw e;
        });
        find(exchange, JournalUnavailable.class).ifPresent(e -> {
            throw e;
        });
    }
}
