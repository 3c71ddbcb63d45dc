package io.upkeep.pipeline;

import io.upkeep.pipeline.Pipeline.Interrupted;
import io.upkeep.run.Fenced;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepOutcome;
import io.upkeep.run.StepRecord;
import io.upkeep.run.StepRecord.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One owner's execution of one phase of a run: decides for each step whether it is executed, restored or skipped, and
 * records what happened. Travels with the exchange and its branches.
 */
final class RunContext {

    private static final String PROPERTY = "UpkeepRun";
    private static final String UNDO = "undo-";

    private final Run run;
    private final Phase phase;
    private final Pipeline pipeline;
    private final RunRecorder recorder;
    private final Checkpoints checkpoints;
    private final Secrets secrets;
    private final Clock clock;
    private final BooleanSupplier parking;
    private final Map<StepKey, StepRecord> recorded = new ConcurrentHashMap<>();
    private final Set<StepKey> finishedHere = ConcurrentHashMap.newKeySet();
    private volatile StepKey failedStep;

    RunContext(
            Run run,
            Phase phase,
            Pipeline pipeline,
            Collection<StepRecord> steps,
            RunRecorder recorder,
            Checkpoints checkpoints,
            Secrets secrets,
            Clock clock,
            BooleanSupplier parking) {
        this.run = run;
        this.phase = phase;
        this.pipeline = pipeline;
        this.recorder = recorder;
        this.checkpoints = checkpoints;
        this.secrets = secrets;
        this.clock = clock;
        this.parking = parking;
        steps.forEach(step -> recorded.put(step.key(), step));
    }

    static RunContext of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, RunContext.class);
    }

    void applyTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    Phase phase() {
        return phase;
    }

    /** The step that failed in this execution; null when none did. */
    StepKey failedStep() {
        return failedStep;
    }

    /** Whether the step's work is to be done now; if not, the exchange is as after the step. */
    boolean begin(StepKey key, Exchange exchange) {
        StepRecord before = recorded.get(key);
        if (finishedHere.contains(key)) {
            throw new StepNotUnique(key);
        }
        if (before != null && before.state() == State.FINISHED) {
            checkpoints.restore(before.checkpoint(), exchange);
            finishedHere.add(key);
            return false;
        }
        if (before != null && before.state() == State.SKIPPED) {
            return false;
        }
        if (parking.getAsBoolean()) {
            throw new Parked();
        }
        if (phase == Phase.ROLLBACK && nothingToUndo(key)) {
            write(() -> recorder.close(run, key, new StepOutcome.Skipped(undone(key) + " had not started")));
            return false;
        }
        if (before != null && before.state() == State.STARTED && pipeline.interrupted() != Interrupted.RESUME) {
            throw new CutOff(key, pipeline.interrupted());
        }
        if (phase == Phase.RUN) {
            checkDeadline(key);
        }
        int attempt = before == null ? 1 : before.attempt() + 1;
        write(() -> recorder.open(run, key, attempt));
        recorded.put(key, new StepRecord(key, State.STARTED, attempt, clock.instant(), null, null, null));
        return true;
    }

    private void checkDeadline(StepKey key) {
        Instant deadline = run.startedAt().plus(pipeline.timeout());
        if (clock.instant().isAfter(deadline)) {
            failedStep = key;
            throw new RunTimedOut(key, pipeline.timeout());
        }
    }

    /** Only variables and the body pass from step to step: headers are dropped, as they would be by a replay. */
    void end(StepKey key, Exchange exchange) {
        StepRecord started = recorded.get(key);
        if (endsWithoutOutcome(exchange.getException())) {
            return;
        }
        if (exchange.getException() != null || exchange.isRollbackOnly()) {
            String failure = secrets.hide(Failures.describe(exchange));
            failedStep = failedStep == null || !failedStep.path().startsWith(key.path() + "/") ? key : failedStep;
            write(() -> recorder.close(run, key, new StepOutcome.Failed(failure)));
            recorded.put(key, ended(started, State.FAILED));
            return;
        }
        exchange.getMessage().removeHeaders("*");
        String checkpoint;
        try {
            checkpoint = checkpoints.take(key, exchange);
        } catch (NoCheckpoint e) {
            failedStep = key;
            write(() -> recorder.close(run, key, new StepOutcome.Failed(e.getMessage())));
            recorded.put(key, ended(started, State.FAILED));
            throw e;
        }
        write(() -> recorder.close(run, key, new StepOutcome.Finished(checkpoint)));
        recorded.put(key, ended(started, State.FINISHED));
        finishedHere.add(key);
    }

    /** A step around one that was parked, fenced or cut off stays without an outcome, as after a crash. */
    private static boolean endsWithoutOutcome(Throwable failure) {
        return Failures.find(failure, EndsWithoutOutcome.class).isPresent()
                || Failures.find(failure, Fenced.class).isPresent();
    }

    private static void write(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            throw new JournalUnavailable(e);
        }
    }

    private StepRecord ended(StepRecord started, State state) {
        return new StepRecord(
                started.key(), state, started.attempt(), started.startedAt(), clock.instant(), null, null);
    }

    private boolean nothingToUndo(StepKey key) {
        return key.id().startsWith(UNDO)
                && recorded.keySet().stream()
                        .noneMatch(
                                step -> step.phase() == Phase.RUN && step.id().equals(undone(key)));
    }

    private static String undone(StepKey key) {
        return key.id().substring(UNDO.length());
    }
}
