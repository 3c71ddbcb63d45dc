package io.upkeep.pipeline;

import io.upkeep.pipeline.RunRecorder.Decided;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.Run.Wish;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.RunWrite.Queue;
import io.upkeep.run.StepRecord;
import io.upkeep.run.StopWords;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** The one way in: requests for runs, and people's decisions on runs. */
@Service
public class Runs {

    private final PipelineCatalog catalog;
    private final RequestChecks checks;
    private final RunJournal journal;
    private final RunRecorder recorder;
    private final ChildRuns children;
    private final CutOffSteps cutOff;
    private final Underway underway;
    private final UndoText undoText;
    private final ObjectProvider<Signals> signals;
    private final Clock clock;

    Runs(
            PipelineCatalog catalog,
            RequestChecks checks,
            RunJournal journal,
            RunRecorder recorder,
            ChildRuns children,
            CutOffSteps cutOff,
            Underway underway,
            UndoText undoText,
            ObjectProvider<Signals> signals,
            Clock clock) {
        this.catalog = catalog;
        this.checks = checks;
        this.journal = journal;
        this.recorder = recorder;
        this.children = children;
        this.cutOff = cutOff;
        this.underway = underway;
        this.undoText = undoText;
        this.signals = signals;
        this.clock = clock;
    }

    /**
     * Accepts a run: it is committed when this returns, and will finish or ask for a person. A repeated request id gets
     * the run it got the first time.
     *
     * @throws InvalidRequest when the pipeline is unknown or a parameter is wrong
     */
    public Run request(RunRequest request) {
        Pipeline pipeline = catalog.find(request.pipeline()).orElseThrow(() -> unknown(request.pipeline()));
        Map<String, String> parameters = checks.inputs(pipeline, request);
        int priority = request.priority() == 0 ? pipeline.governance().priority() : request.priority();
        return begun(recorder.accept(new RunRequest(
                pipeline.name(), parameters, request.requestedBy(), request.requestId(), priority, request.parent())));
    }

    private Run begun(RunRecorder.Taken taken) {
        signals.ifAvailable(taken.hasWorker() ? Signals::handedOver : Signals::due);
        return taken.run();
    }

    private InvalidRequest unknown(String pipeline) {
        return new InvalidRequest(catalog.noneCalled(pipeline));
    }

    /**
     * Goes on with a run that asks for a person: in its pipeline, once admission lets it, or in its rollback route where that
     * had begun.
     *
     * @throws InvalidRequest when it would be undone by a text that nobody approved
     */
    public Run resume(UUID id, String person) {
        return decide(id, run -> {
            boolean undoing =
                    journal.steps(id).stream().anyMatch(step -> step.key().phase() == Phase.ROLLBACK);
            RunTrigger trigger =
                    undoing && run.state() == RunState.NEEDS_ATTENTION ? RunTrigger.ROLL_BACK : RunTrigger.RESUME;
            return moved(run, trigger, "run.resumed", "resumed by " + person);
        });
    }

    /**
     * Sends a run to its rollback route; one at work ends its step first, and so do the child runs it waits for.
     *
     * @throws InvalidRequest when there is none, or it is not the one that was approved
     */
    public Run rollBack(UUID id, String person) {
        return stop(id, now -> Optional.of(new Wish(Wish.Kind.ROLL_BACK, person)));
    }

    /**
     * Ends a run; what it did stays done. One at work ends its step first, on the hosts, too. One that waits for child runs
     * has these end first, and is over when they are at rest.
     */
    public Run cancel(UUID id, String person) {
        return stop(id, now -> Optional.of(new Wish(Wish.Kind.CANCEL, person)));
    }

    /** A person's stop of a run, or of a child with it: their word for the run as it is now; empty when it is not meant any more. */
    Run stop(UUID id, Function<Run, Optional<Wish>> word) {
        Wish[] said = new Wish[1];
        Run run = decide(id, now -> {
            said[0] = word.apply(now).orElse(null);
            return said[0] == null ? new Decided(now, null, null, new Queue.Keep(), null) : stopped(now, said[0]);
        });
        if (said[0] != null) {
            children.stopNow(run, said[0]);
        }
        return run;
    }

    private Decided stopped(Run run, Wish wish) {
        if (wish.kind() == Wish.Kind.ROLL_BACK
                && catalog.find(run.pipeline()).map(Pipeline::rollback).isEmpty()) {
            throw new InvalidRequest("%s has no rollback route; resume the run or cancel it".formatted(run.pipeline()));
        }
        if (run.state() == RunState.RUNNING) {
            journal.hurry(List.of(run.id())); // its step may be about to wait for a child: then it is looked at at once
            return wished(run, wish);
        }
        boolean cancels = wish.kind() == Wish.Kind.CANCEL;
        RunTrigger trigger = cancels ? RunTrigger.CANCEL : RunTrigger.ROLL_BACK;
        run.state().after(trigger); // refuses where nothing can be stopped
        Optional<String> asks = cutOff.keepsFromCancelling(run, wish);
        if (asks.isPresent()) {
            return moved(run, RunTrigger.ASK, "run.needs_attention", asks.get());
        }
        children.stopAtRest(run, wish);
        List<ChildRuns.Child> left = children.unfinished(run, wish.kind());
        return left.isEmpty()
                ? moved(run, trigger, cancels ? "run.cancelled" : "run.failed", StopWords.asked(wish))
                : halted(run, wish, left);
    }

    /** It keeps its locks until its children are at rest. Whoever looks at the run in this moment is fenced. */
    private Decided halted(Run run, Wish wish, List<ChildRuns.Child> left) {
        Instant now = clock.instant();
        Change waits = Halting.waits(wish, left, null, null, now);
        Run next = run.moved(
                run.state().after(RunTrigger.WAIT),
                waits.on(hash(run, wish.kind() == Wish.Kind.ROLL_BACK)),
                run.epoch() + 1,
                now);
        return new Decided(next.asked(wish), wish, "run.waiting", new Queue.Keep(), null);
    }

    /** Stops a run that has begun before its next step, until it is resumed; one that waits for a child run when that is over. */
    public Run pause(UUID id, String person) {
        return decide(id, run -> {
            if (run.state() != RunState.WAITING) {
                run.state().after(RunTrigger.PAUSE); // refuses what is not running
            } else if (run.startedAt() == null) {
                throw new InvalidRequest(
                        "run %s has not begun, so there is no step to pause before; cancel it, or keep it off its targets with upkeep lock take TARGET"
                                .formatted(id));
            }
            Halting.requireNotEnding(run);
            return wished(run, new Wish(Wish.Kind.PAUSE, person));
        });
    }

    /**
     * Goes on behind the step that failed, as if it had been done: for a step that a person did by hand.
     *
     * @throws InvalidRequest when the run does not ask for a person because of a step
     */
    public Run skip(UUID id, String person, String reason) {
        return decide(id, run -> {
            if (run.state() == RunState.PAUSED) {
                throw new InvalidRequest("run %s is paused, none of its steps failed; resume it".formatted(id));
            }
            StepRecord step = failedStep(run)
                    .orElseThrow(() -> new InvalidRequest("run %s has no failed step to skip".formatted(id)));
            boolean undoing = step.key().phase() == Phase.ROLLBACK;
            Decided moved = moved(
                    run,
                    undoing && run.state() == RunState.NEEDS_ATTENTION ? RunTrigger.ROLL_BACK : RunTrigger.RESUME,
                    "run.resumed",
                    "step '%s' skipped by %s: %s".formatted(step.key(), person, reason));
            StepRecord skipped = new StepRecord(
                    step.key(),
                    StepRecord.State.SKIPPED,
                    step.attempt(),
                    step.work(),
                    step.startedAt(),
                    clock.instant(),
                    null,
                    "skipped by %s: %s".formatted(person, reason));
            return new Decided(moved.next(), null, moved.what(), moved.queue(), skipped);
        });
    }

    /** The step that keeps a run from going on: of the rollback once that has begun, since the run keeps why it began. */
    private Optional<StepRecord> failedStep(Run run) {
        List<StepRecord> steps = journal.steps(run.id());
        Optional<StepRecord> undoing = steps.stream()
                .filter(step -> step.key().phase() == Phase.ROLLBACK)
                .filter(step -> step.state() == StepRecord.State.FAILED || step.state() == StepRecord.State.STARTED)
                .reduce((a, b) -> b);
        return undoing.or(() -> steps.stream()
                .filter(step -> step.key().toString().equals(run.failedStep()))
                .reduce((a, b) -> b));
    }

    /**
     * A new run with the parameters of one that is over. From its failed step it takes over what finished before that,
     * where the pipeline's text is still the same.
     *
     * @throws InvalidRequest when the run is not over, or its pipeline changed and the start is to be in the middle
     */
    public Run rerun(UUID id, String person, boolean fromFailedStep) {
        Run old = journal.find(id).orElseThrow(() -> new InvalidRequest("no run has the id " + id));
        Pipeline pipeline = catalog.find(old.pipeline()).orElseThrow(() -> unknown(old.pipeline()));
        if (!old.state().isFinal()) {
            throw new InvalidRequest("run %s is %s, not over; resume or cancel it".formatted(id, old.state()));
        }
        if (fromFailedStep && !pipeline.hash().equals(old.routeHash())) {
            throw new InvalidRequest(
                    "the route of %s changed since run %s; rerun it from its start".formatted(old.pipeline(), id));
        }
        if (fromFailedStep && old.state() == RunState.SUCCEEDED) {
            throw new InvalidRequest("every step of run %s finished; rerun it from its start".formatted(id));
        }
        if (fromFailedStep && old.state() == RunState.ROLLED_BACK) {
            throw new InvalidRequest(
                    "run %s was rolled back: what its steps did is undone; rerun it from its start".formatted(id));
        }
        RunRequest again = new RunRequest(
                pipeline.name(),
                old.parameters(),
                person,
                null,
                pipeline.governance().priority(),
                null);
        return begun(recorder.accept(again.with(checks.inputs(pipeline, again)), fromFailedStep ? id : null));
    }

    private static Decided wished(Run run, Wish wish) {
        return new Decided(run.asked(wish), wish, null, new Queue.Keep(), null);
    }

    /**
     * Of the text as it is now: the person accepts it, the run is pinned to it. Whether the run may go on with it is for
     * admission to say, as at a start; nobody is asked before an undoing, so that must be what was approved.
     */
    private String hash(Run run, boolean undoes) {
        Optional<Pipeline> pipeline = catalog.find(run.pipeline());
        if (undoes) {
            pipeline.ifPresent(now -> undoText.require(run, now));
        }
        return pipeline.map(Pipeline::hash).orElse(null);
    }

    private Decided moved(Run run, RunTrigger trigger, String what, String reason) {
        RunState state = run.state().after(trigger);
        Run.Waiting waiting = state.waits() ? new Run.Waiting(Verdict.Kind.RESUMED.name(), null) : null;
        String hash = state.asksForAPerson() ? null : hash(run, state == RunState.ROLLING_BACK);
        Run next =
                run.moved(state, new Change(hash, null, null, reason, waiting, null), run.epoch() + 1, clock.instant());
        return new Decided(next, null, what, next.state().isAtRest() ? new Queue.Leave() : new Queue.Keep(), null);
    }

    private Run decide(UUID id, Function<Run, Decided> decision) {
        Wish[] wish = new Wish[1];
        Run run = recorder.decide(id, now -> {
            Decided decided = decision.apply(now);
            wish[0] = decided.wish();
            return decided;
        });
        if (wish[0] == null || run.state() != RunState.RUNNING) {
            signals.ifAvailable(Signals::due);
        } else {
            underway.find(id).ifPresent(work -> work.stop(new Stop.Wished(wish[0])));
            signals.ifAvailable(all -> all.wish(id, wish[0]));
        }
        return run;
    }
}
