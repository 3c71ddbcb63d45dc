package io.upkeep.pipeline;

import io.upkeep.approval.Plan;
import io.upkeep.pipeline.Admission.Facts;
import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.target.Inventory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Says what a run would do, without doing it: only steps that are declared read-only are executed. */
@Service
public class Plans {

    private final PipelineCatalog catalog;
    private final RequestChecks checks;
    private final AdmissionFacts facts;
    private final StepCalls calls;
    private final Secrets secrets;
    private final Inventory inventory;
    private final BehindPeople behind;
    private final PausedNodes paused;
    private final TransactionOperations transaction;
    private final Clock clock;

    Plans(
            PipelineCatalog catalog,
            RequestChecks checks,
            AdmissionFacts facts,
            StepCalls calls,
            Secrets secrets,
            Inventory inventory,
            BehindPeople behind,
            PausedNodes paused,
            TransactionOperations transaction,
            Clock clock) {
        this.catalog = catalog;
        this.checks = checks;
        this.facts = facts;
        this.calls = calls;
        this.secrets = secrets;
        this.inventory = inventory;
        this.behind = behind;
        this.paused = paused;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * The plan of a run that is not asked for: nothing is recorded, told or locked.
     *
     * @throws InvalidRequest when the pipeline is unknown or a parameter is wrong
     */
    public RunPlan of(RunRequest request) {
        PipelineConsumer consumer = consumer(request);
        Pipeline pipeline = consumer.pipeline();
        Map<String, String> parameters = checks.inputs(pipeline, request);
        Run imagined = imagined(request, pipeline, parameters);
        Facts known = ifAsked(imagined, pipeline);
        Verdict verdict = Admission.decide(known);
        List<Wait> waits = waits(imagined, verdict, known);
        Plan plan = facts.plan(imagined, pipeline);
        PlanWork looked = look(consumer, imagined);
        boolean asLoaded = consumer.isAsLoaded();
        return new RunPlan(
                pipeline.name(),
                parameters,
                plan.hash(),
                plan.targets(),
                facts.targetLocks(imagined, pipeline),
                pipeline.governance().window().toString(),
                pipeline.governance().approval(),
                pipeline.impactOn(parameters, inventory).word(),
                verdict instanceof Verdict.Start && waits.isEmpty(),
                words(verdict, waits),
                waits.stream().map(Plans::obstacle).toList(),
                calls.steps(
                        "maintenance:" + pipeline.name(),
                        plan.targets(),
                        parameters,
                        pipeline.stepRules(),
                        looked,
                        asLoaded),
                pipeline.rollback() == null
                        ? List.of()
                        : calls.steps(
                                pipeline.rollback(),
                                plan.targets(),
                                parameters,
                                pipeline.stepRules(),
                                new PlanWork(Set.of(), secrets),
                                asLoaded));
    }

    /**
     * Whether anything holds the run back now, or may before it is over: while it waits its window may close or a freeze begin, and
     * what its pipeline says of that ({@code overrun: stop}) counts once it runs. An override of nothing is none.
     *
     * @throws InvalidRequest when the pipeline is unknown or a parameter is wrong
     */
    public boolean mayBeHeldBack(RunRequest request) {
        Pipeline pipeline = consumer(request).pipeline();
        Run imagined = imagined(request, pipeline, checks.inputs(pipeline, request));
        return pipeline.governance().overrun() == Governance.Overrun.STOP
                || Admission.waits(ifAsked(imagined, pipeline)).findAny().isPresent();
    }

    /** What admission says, and that nobody asks it while all nodes are paused. */
    private List<Wait> waits(Run imagined, Verdict verdict, Facts known) {
        if (verdict instanceof Verdict.Refuse) {
            return List.of();
        }
        List<Wait> admission = verdict instanceof Wait
                ? Admission.waits(known)
                        .map(wait -> behind.told(imagined, wait))
                        .toList()
                : List.of();
        int systemPaused = admission.stream().map(Wait::kind).toList().indexOf(Kind.SYSTEM_PAUSED);
        List<Wait> waits = new ArrayList<>(admission);
        paused.look()
                .words(systemPaused >= 0)
                .ifPresent(words -> waits.add(systemPaused + 1, new Wait(Kind.SYSTEM_PAUSED, words, null)));
        return waits;
    }

    private PipelineConsumer consumer(RunRequest request) {
        return catalog.consumer(request.pipeline())
                .orElseThrow(() -> new InvalidRequest(catalog.noneCalled(request.pipeline())));
    }

    private Facts ifAsked(Run imagined, Pipeline pipeline) {
        return transaction.execute(status -> {
            status.setRollbackOnly();
            return facts.ifAsked(imagined, pipeline, clock.instant());
        });
    }

    private Run imagined(RunRequest request, Pipeline pipeline, Map<String, String> parameters) {
        Instant now = clock.instant();
        return Run.requested(
                UUID.randomUUID(),
                pipeline.name(),
                parameters,
                request.requestedBy(),
                now,
                pipeline.governance().priority());
    }

    private static RunPlan.Obstacle obstacle(Wait wait) {
        String kind = wait.kind().name();
        return new RunPlan.Obstacle(kind, wait.reason(), new Run.Waiting(kind, wait.until()).changesAt());
    }

    private static String words(Verdict verdict, List<Wait> waits) {
        if (!waits.isEmpty()) {
            return "would wait: " + waits.stream().map(Wait::reason).collect(Collectors.joining("; "));
        }
        return verdict instanceof Verdict.Refuse refuse ? "would be refused: " + refuse.reason() : "would start now";
    }

    private PlanWork look(PipelineConsumer consumer, Run imagined) {
        Pipeline pipeline = consumer.pipeline();
        PlanWork work = new PlanWork(pipeline.stepRules().readOnly(), secrets);
        if (pipeline.stepRules().readOnly().isEmpty()) {
            return work;
        }
        Exchange exchange = consumer.createExchange(false);
        RunVariables.of(imagined, pipeline, inventory).putInto(exchange);
        StepWorks.put(work, exchange);
        try {
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e); // the outcomes say which step failed
        }
        return work;
    }
}
