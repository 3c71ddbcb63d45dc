package io.upkeep.pipeline;

import io.upkeep.fleet.StepToken;
import io.upkeep.fleet.StopReason;
import io.upkeep.pipeline.Pipeline.Interrupted;
import io.upkeep.run.Fenced;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepOutcome;
import io.upkeep.run.StepRecord;
import io.upkeep.run.StepRecord.State;
import io.upkeep.text.Causes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * One owner's execution of one phase of a run: decides for each step whether it is executed, restored or skipped, and
 * records what happened. Travels with the exchange and its branches.
 */
final class RunContext implements StepWork {

    private final OwnedRun owned;
    private final RunAtWork work;
    private final Phase phase;
    private final Pipeline pipeline;
    private final Engine engine;
    private final Clock clock;
    private final RecordedSteps recorded;
    private final OpenSteps open = new OpenSteps();
    private final Attempts attempts;
    private volatile StepKey failedStep;
    private volatile boolean mayHaveChildren;
    private final AtomicBoolean wasInterrupted;

    /**
     * What each execution needs.
     *
     * @param gate asked before each changing step
     */
    record Engine(
            Checkpoints checkpoints,
            Secrets secrets,
            StepWatch watch,
            StepGate gate,
            ChildRuns children,
            Clock clock) {}

    /** @param found the run as it was before it was taken up */
    RunContext(
            OwnedRun owned,
            RunAtWork work,
            Phase phase,
            Pipeline pipeline,
            Collection<StepRecord> steps,
            Run found,
            Engine engine) {
        this.owned = owned;
        this.work = work;
        this.phase = phase;
        this.pipeline = pipeline;
        this.engine = engine;
        this.clock = engine.clock();
        this.recorded = new RecordedSteps(
                steps,
                engine.children().askedFor(owned.run(), phase, steps),
                phase == Phase.RUN && owned.run().failedStep() != null);
        this.attempts = new Attempts(recorded, work, phase, pipeline.stepRules());
        this.wasInterrupted = new AtomicBoolean(found.state() == RunState.RUNNING);
        this.mayHaveChildren = !steps.isEmpty();
    }

    @Override
    public Phase phase() {
        return phase;
    }

    Run run() {
        return owned.run();
    }

    RunAtWork work() {
        return work;
    }

    /** The step that failed in this execution; null when none did. */
    StepKey failedStep() {
        return failedStep;
    }

    /** False where nobody need be asked: this execution is the run's first, and no step of it waits for a child run. */
    boolean mayHaveChildren() {
        return mayHaveChildren;
    }

    OpenSteps open() {
        return open;
    }

    @Override
    public boolean begin(StepKey key, Exchange exchange) {
        open.begin(key);
        boolean executes = false;
        try {
            executes = decide(key, exchange);
            return executes;
        } catch (Fenced | JournalUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            owned.flush(); // the step before has its outcome, whatever keeps this one from starting
            throw e;
        } finally {
            if (!executes) {
                open.end(key);
            }
        }
    }

    private boolean decide(StepKey key, Exchange exchange) {
        StepRecord before = recorded.of(key);
        if (recorded.isFinishedHere(key)) {
            throw new StepNotUnique(key);
        }
        if (before != null && before.state() == State.FINISHED) {
            engine.checkpoints().restore(before.checkpoint(), exchange);
            recorded.restored(key);
            return false;
        }
        if (before != null && before.state() == State.SKIPPED) {
            return false;
        }
        stopIfAsked();
        if (phase == Phase.ROLLBACK && recorded.hasNothingToUndo(key)) {
            skip(key, RecordedSteps.undone(key) + " had not started");
            return false;
        }
        if (recorded.failsAsBefore(key)) {
            failedStep = key;
            throw new FailedBefore(key, before.failure());
        }
        if (recorded.isUnknown(key) && pipeline.interrupted() != Interrupted.RESUME) {
            throw new CutOff(key, pipeline.interrupted());
        }
        if (phase == Phase.RUN) {
            checkDeadline(key);
            boolean isFirstChange = pipeline.stepRules().changes(key.id()) && wasInterrupted.getAndSet(false);
            engine.gate().check(owned.run(), pipeline, key, isFirstChange);
            tellOverrun();
        }
        open(key);
        return true;
    }

    /** A window may close while a step is at work, and that one may be the last: asked at both ends. */
    private void tellOverrun() {
        if (phase == Phase.RUN) {
            engine.gate().overrun(owned.run(), pipeline).ifPresent(owned::overrun);
        }
    }

    private void skip(StepKey key, String reason) {
        Instant now = clock.instant();
        owned.close(new StepRecord(key, State.SKIPPED, 1, 1, now, now, null, reason), new StepOutcome.Skipped(reason));
        owned.flush();
    }

    private void open(StepKey key) {
        StepRecord started = recorded.started(key, clock.instant());
        owned.open(key, started.attempt(), started.work());
        if (work.stop() instanceof Stop.OwnershipLost lost) { // the journal's answer came late: another may be at this step
            throw lost.beforeStep(owned.run());
        }
        if (owned.wish() != null) {
            work.stop(new Stop.Wished(owned.wish()));
            if (work.stop() instanceof Stop.Wished wished && wished.isNow()) {
                stopIfAsked();
            }
        }
    }

    /** @throws RuntimeException saying why this owner must not go on */
    private void stopIfAsked() {
        Stop stop = work.stop();
        if (stop != null) {
            throw stop.beforeStep(owned.run());
        }
    }

    private void checkDeadline(StepKey key) {
        if (clock.instant().isAfter(owned.run().startedAt().plus(pipeline.timeout()))) {
            failedStep = key;
            throw new RunTimedOut(key, pipeline.timeout());
        }
    }

    @Override
    public void enter(StepKey key, Exchange exchange) {
        exchange.setProperty(
                StepToken.PROPERTY,
                new StepToken(owned.run().id().toString(), owned.run().epoch(), phase.name(), workOf(key)).toString());
        exchange.setProperty(StopReason.PROPERTY, (Supplier<StopReason>) () -> work.stopReason(key));
        work.enter(key);
        pipeline.stepRules()
                .timeout()
                .of(key.id())
                .ifPresent(limit -> engine.watch().start(work, key, limit));
    }

    /** What is known of its steps by now. */
    RecordedSteps recorded() {
        return recorded;
    }

    String workOf(StepKey key) {
        return RecordedSteps.workOf(recorded.of(key));
    }

    @Override
    public Optional<Duration> end(StepKey key, Exchange exchange, boolean anotherFollows) {
        try {
            return close(key, exchange, anotherFollows);
        } finally {
            open.end(key);
        }
    }

    private Optional<Duration> close(StepKey key, Exchange exchange, boolean anotherFollows) {
        Optional<StepKey> late = work.leave(key);
        engine.watch().stop(work, key);
        if (work.stop() instanceof Stop.OwnershipLost lost) {
            throw lost.beforeStep(owned.run());
        }
        if (EndsWithoutOutcome.isIn(exchange.getException())) {
            mayHaveChildren |=
                    Causes.find(exchange.getException(), WaitsForChild.class).isPresent();
            if (EndsWithoutOutcome.isInOrder(exchange.getException())) {
                owned.leave(recorded.leftInOrder(key, clock.instant()));
            }
            return Optional.empty();
        }
        if (exchange.getException() != null && late.isEmpty() && work.stop() instanceof Stop.NodeStops) {
            throw new Parked(); // it was cut off
        }
        if (exchange.getException() != null || exchange.isRollbackOnly()) {
            return failed(key, late, exchange);
        }
        exchange.getMessage().removeHeaders("*"); // only body and variables pass on: a replay has no headers either
        String checkpoint;
        try {
            checkpoint = engine.checkpoints().take(key, exchange);
        } catch (NoCheckpoint e) {
            failedStep = key;
            closeFailed(key, e.getMessage());
            throw e;
        }
        owned.close(recorded.finished(key, checkpoint, clock.instant()), new StepOutcome.Finished(checkpoint));
        tellOverrun();
        if (!anotherFollows) {
            owned.flush();
        }
        return Optional.empty();
    }

    /** A failure that is final is written together with what becomes of the run: a crash cannot come between them. */
    private Optional<Duration> failed(StepKey key, Optional<StepKey> late, Exchange exchange) {
        String failure = engine.secrets().hide(attempts.describe(late, exchange));
        StepKey known = failedStep;
        boolean within = known != null && known.isWithin(key);
        StepKey cause = within ? known : key;
        failedStep = cause;
        Optional<Duration> pause = attempts.pause(key, within);
        if (pause.isEmpty() && attempts.isForGood(key)) {
            owned.failing(cause, failure);
        }
        closeFailed(key, failure);
        pause.ifPresent(follows -> owned.flush());
        return pause;
    }

    @Override
    public boolean againAfter(StepKey key, Duration pause) {
        engine.watch().rest(work, key, pause);
        if (work.isWithinLate(key)) {
            return false;
        }
        recorded.again(key);
        if (failedStep != null && (failedStep.equals(key) || failedStep.isWithin(key))) {
            failedStep = null;
        }
        return true;
    }

    private void closeFailed(StepKey key, String failure) {
        owned.close(recorded.failed(key, failure, clock.instant()), new StepOutcome.Failed(failure));
    }
}
