package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunState;
import io.upkeep.run.StepRecord;
import io.upkeep.target.Inventory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Takes an owned run as far as it goes: through its pipeline and, when that fails, once through its rollback route. The
 * only place that decides what a failure means.
 */
@Component
class PipelineRunner {

    private final RunJournal journal;
    private final JournalRetry retry;
    private final RunContext.Engine engine;
    private final Inventory inventory;
    private final CamelContext camel;

    PipelineRunner(
            RunJournal journal,
            JournalRetry retry,
            Checkpoints checkpoints,
            Secrets secrets,
            StepWatch watch,
            StepGate gate,
            ChildRuns children,
            Inventory inventory,
            CamelContext camel,
            Clock clock) {
        this.journal = journal;
        this.retry = retry;
        this.inventory = inventory;
        this.engine = new RunContext.Engine(checkpoints, secrets, watch, gate, children, clock);
        this.camel = camel;
    }

    /**
     * Returns when the run is at rest or was given back.
     *
     * @param found the run as it was before it was taken up
     * @throws Fenced when it belongs to somebody else
     * @throws JournalUnavailable when nothing more can be recorded
     */
    void execute(Run found, OwnedRun owned, RunAtWork work, PipelineConsumer consumer) {
        if (owned.run().state() == RunState.RUNNING) {
            forward(found, owned, work, consumer);
        }
        if (owned.run().state() == RunState.ROLLING_BACK) {
            backward(found, owned, work, consumer.pipeline());
        }
    }

    private void forward(Run found, OwnedRun owned, RunAtWork work, PipelineConsumer consumer) {
        Run run = owned.run();
        // a run that was never taken up has no steps: it saves a query
        List<StepRecord> steps = found.epoch() == 0 ? List.of() : steps(run);
        RunContext context = new RunContext(owned, work, Phase.RUN, consumer.pipeline(), steps, found, engine);
        Exchange exchange = consumer.createExchange(false);
        RunVariables.of(run, consumer.pipeline(), inventory).putInto(exchange);
        follow(consumer.getAsyncProcessor(), exchange, context);
        new Conclusion(owned, consumer.pipeline(), context, engine).conclude(exchange);
    }

    private void backward(Run found, OwnedRun owned, RunAtWork work, Pipeline pipeline) {
        work.undo();
        List<StepRecord> steps = steps(owned.run());
        RunContext context = new RunContext(owned, work, Phase.ROLLBACK, pipeline, steps, found, engine);
        RunVariables given = RunVariables.of(owned.run(), pipeline, inventory);
        Endpoint rollback = camel.getEndpoint(pipeline.rollback());
        Exchange exchange = rollback.createExchange();
        try (AsyncProducer route = rollback.createAsyncProducer()) {
            route.start();
            given.putInto(exchange);
            prepareUndo(owned.run(), given, steps).forEach(exchange::setVariable);
            follow(route, exchange, context);
        } catch (Exception e) {
            exchange.setException(e);
        }
        new Conclusion(owned, pipeline, context, engine).concludeRollback(exchange);
    }

    /**
     * Returns when the route has ended, and no branch of it is at work any more. Camel would wait as well, but not once the
     * thread is interrupted, though others are at work for it.
     */
    private static void follow(AsyncProcessor route, Exchange exchange, RunContext context) {
        StepWorks.put(context, exchange);
        try {
            route.process(exchange, doneSync -> context.open().over());
        } catch (RuntimeException e) {
            exchange.setException(e);
            context.open().over();
        }
        context.open().awaitEnd();
    }

    private List<StepRecord> steps(Run run) {
        return retry.untilItAnswers(attempt -> journal.steps(run.id()));
    }

    /** The rollback route starts with what the finished steps recorded, and knows what failed. */
    private Map<String, Object> prepareUndo(Run run, RunVariables given, List<StepRecord> steps) {
        Map<String, Object> variables = given.all();
        List<StepRecord> finished = steps.stream()
                .filter(step -> step.key().phase() == Phase.RUN && step.state() == StepRecord.State.FINISHED)
                .toList();
        finished.forEach(step -> variables.putAll(engine.checkpoints().variables(step.checkpoint())));
        variables.put("failedStep", run.failedStep());
        variables.put("failure", run.failure());
        variables.put(
                "completedSteps",
                finished.stream().map(step -> step.key().toString()).toList());
        return variables;
    }
}
