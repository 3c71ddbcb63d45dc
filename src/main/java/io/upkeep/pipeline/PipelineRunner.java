package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/**
 * Takes an owned run as far as it goes: through its pipeline and, when that fails, once through its rollback route. The
 * only place that decides what a failure means.
 */
@Component
class PipelineRunner {

    private final PipelineCatalog catalog;
    private final RunJournal journal;
    private final RunRecorder recorder;
    private final Checkpoints checkpoints;
    private final Secrets secrets;
    private final ProducerTemplate template;
    private final Clock clock;

    PipelineRunner(
            PipelineCatalog catalog,
            RunJournal journal,
            RunRecorder recorder,
            Checkpoints checkpoints,
            Secrets secrets,
            CamelContext camel,
            Clock clock) {
        this.catalog = catalog;
        this.journal = journal;
        this.recorder = recorder;
        this.checkpoints = checkpoints;
        this.secrets = secrets;
        this.template = camel.createProducerTemplate();
        this.clock = clock;
    }

    /** Returns when the run is at rest, or throws {@link Fenced}, {@link Parked} or {@link JournalUnavailable}. */
    void execute(Run claimed, BooleanSupplier parking) {
        Optional<PipelineConsumer> consumer = catalog.consumer(claimed.pipeline());
        if (consumer.isEmpty()) {
            withoutRoute(claimed);
            return;
        }
        Pipeline pipeline = consumer.get().pipeline();
        Run run = claimed;
        if (run.state() == RunState.REQUESTED) {
            run = recorder.move(run, RunTrigger.START, Change.onRoute(pipeline.hash()), "run.started");
        } else if (!pipeline.hash().equals(run.routeHash())) {
            ask(
                    run,
                    "the route of '%s' changed while the run was interrupted; compare, then resume, roll back or cancel"
                            .formatted(pipeline.name()));
            return;
        }
        if (run.state() == RunState.RUNNING) {
            run = forward(run, consumer.get(), parking);
        }
        if (run.state() == RunState.ROLLING_BACK) {
            backward(run, pipeline, parking);
        }
    }

    private void withoutRoute(Run run) {
        String reason =
                "no pipeline is called '%s' any more; put its route back, then resume".formatted(run.pipeline());
        if (run.state() == RunState.REQUESTED) {
            recorder.move(run, RunTrigger.REJECT, Change.because(reason), "run.rejected");
        } else {
            ask(run, reason);
        }
    }

    private Run ask(Run run, String reason) {
        return recorder.move(run, RunTrigger.ASK, Change.because(reason), "run.needs_attention");
    }

    private Run forward(Run run, PipelineConsumer consumer, BooleanSupplier parking) {
        List<StepRecord> steps = journal.steps(run.id());
        RunContext context = context(run, Phase.RUN, consumer.pipeline(), steps, parking);
        Exchange exchange = consumer.createExchange(false);
        run.parameters().forEach(exchange::setVariable);
        exchange.setVariable("runId", run.id().toString());
        exchange.setVariable("pipeline", run.pipeline());
        context.applyTo(exchange);
        try {
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return conclude(run, consumer.pipeline(), context, exchange);
    }

    private Run conclude(Run run, Pipeline pipeline, RunContext context, Exchange exchange) {
        if (succeeded(exchange)) {
            return recorder.move(run, RunTrigger.SUCCEED, Change.NONE, "run.succeeded");
        }
        rethrowIfNotOurs(exchange);
        CutOff cutOff = Failures.find(exchange.getException(), CutOff.class).orElse(null);
        if (cutOff != null && cutOff.policy() == Pipeline.Interrupted.ASK) {
            return ask(run, cutOff.getMessage() + "; look, then resume, roll back or cancel");
        }
        StepKey failedStep = cutOff == null ? context.failedStep() : cutOff.step();
        String failure = secrets.hide(Failures.describe(exchange));
        Change change = Change.failed(failedStep == null ? "(outside a step)" : failedStep.toString(), failure);
        if (pipeline.rollback() != null) {
            return recorder.move(run, RunTrigger.ROLL_BACK, change, "run.failed");
        }
        Change asking = new Change(
                null,
                change.failedStep(),
                failure,
                "step '%s' failed and %s has no rollback route; mend the cause, then resume from that step, or cancel"
                        .formatted(change.failedStep(), pipeline.name()));
        return recorder.move(run, RunTrigger.ASK, asking, "run.needs_attention");
    }

    private void backward(Run run, Pipeline pipeline, BooleanSupplier parking) {
        List<StepRecord> steps = journal.steps(run.id());
        RunContext context = context(run, Phase.ROLLBACK, pipeline, steps, parking);
        Exchange undone = template.send(pipeline.rollback(), exchange -> {
            prepareUndo(run, steps).forEach(exchange::setVariable);
            context.applyTo(exchange);
        });
        if (succeeded(undone)) {
            recorder.move(run, RunTrigger.SUCCEED, Change.NONE, "run.rolled_back");
            return;
        }
        rethrowIfNotOurs(undone);
        CutOff cutOff = Failures.find(undone.getException(), CutOff.class).orElse(null);
        if (cutOff != null) {
            ask(run, "rollback: " + cutOff.getMessage() + "; look, then resume or cancel");
            return;
        }
        String reason =
                "the rollback route failed at step '%s': %s; mend the cause, then resume the rollback, or cancel"
                        .formatted(context.failedStep(), secrets.hide(Failures.describe(undone)));
        recorder.move(run, RunTrigger.FAIL, Change.because(reason), "run.rollback_failed");
    }

    /** The rollback route starts with what the finished steps recorded, and knows what failed. */
    private Map<String, Object> prepareUndo(Run run, List<StepRecord> steps) {
        Map<String, Object> variables = new LinkedHashMap<>(run.parameters());
        variables.put("runId", run.id().toString());
        variables.put("pipeline", run.pipeline());
        List<StepRecord> finished = steps.stream()
                .filter(step -> step.key().phase() == Phase.RUN && step.state() == StepRecord.State.FINISHED)
                .toList();
        finished.forEach(step -> variables.putAll(checkpoints.variables(step.checkpoint())));
        variables.put("failedStep", run.failedStep());
        variables.put("failure", run.failure());
        variables.put(
                "completedSteps",
                finished.stream().map(step -> step.key().toString()).toList());
        return variables;
    }

    private RunContext context(
            Run run, Phase phase, Pipeline pipeline, List<StepRecord> steps, BooleanSupplier parking) {
        return new RunContext(run, phase, pipeline, steps, recorder, checkpoints, secrets, clock, parking);
    }

    private static boolean succeeded(Exchange exchange) {
        return exchange.getException() == null && !exchange.isRollbackOnly();
    }

    private static void rethrowIfNotOurs(Exchange exchange) {
        Throwable failure = exchange.getException();
        Failures.find(failure, Parked.class).ifPresent(e -> {
            throw e;
        });
        Failures.find(failure, Fenced.class).ifPresent(e -> {
            throw e;
        });
        Failures.find(failure, JournalUnavailable.class).ifPresent(e -> {
            throw e;
        });
    }
}
