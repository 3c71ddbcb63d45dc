package io.upkeep.pipeline;

import io.upkeep.approval.ApprovalVerdict;
import io.upkeep.approval.Approvals;
import io.upkeep.approval.Overrides;
import io.upkeep.approval.Plan;
import io.upkeep.approval.RunOverride.Kind;
import io.upkeep.pipeline.Admission.ApprovalFact;
import io.upkeep.pipeline.Admission.Facts;
import io.upkeep.pipeline.Admission.Question.MayItGoOn;
import io.upkeep.pipeline.LockRules.Queued;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.window.Freezes;
import io.upkeep.window.WindowDecision;
import io.upkeep.window.Windows;
import io.upkeep.window.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Gathers what {@link Admission} decides on. */
@Component
class AdmissionFacts {

    private final Inventory inventory;
    private final JdbcLocks locks;
    private final JdbcRunHistory history;
    private final Pauses pauses;
    private final Nodes nodes;
    private final Windows windows;
    private final Freezes freezes;
    private final Approvals approvals;
    private final Overrides overrides;

    AdmissionFacts(
            Inventory inventory,
            JdbcLocks locks,
            JdbcRunHistory history,
            Pauses pauses,
            Nodes nodes,
            Windows windows,
            Freezes freezes,
            Approvals approvals,
            Overrides overrides) {
        this.inventory = inventory;
        this.locks = locks;
        this.history = history;
        this.pauses = pauses;
        this.nodes = nodes;
        this.windows = windows;
        this.freezes = freezes;
        this.approvals = approvals;
        this.overrides = overrides;
    }

    /** For a run that wants to start; asks people for their approval where that is needed. Joins the transaction. */
    Facts of(Run run, Pipeline pipeline, Instant now) {
        Set<Kind> overridden = overrides.kinds(run.id());
        return of(run, pipeline, now, approval(run, pipeline, now, overridden), overridden);
    }

    /** For a run that has begun and has waited. Asks for an approval, too, when the plan is another than at its start. */
    Facts again(Run run, Pipeline pipeline, Instant now) {
        return again(
                run,
                now,
                approvalAgain(run, pipeline, now),
                null,
                locks(run, pipeline, now),
                new MayItGoOn(pipeline.governance().overrun(), false, null));
    }

    /**
     * For a run before its next step. Reads no more than can say no: windows and freezes where the pipeline stops for them.
     *
     * @param approvals whether they are asked about as well
     */
    Facts beforeStep(Run run, Pipeline pipeline, boolean isChange, boolean approvals, Instant now) {
        Governance.Overrun overrun = pipeline.governance().overrun();
        boolean stops = isChange && overrun == Governance.Overrun.STOP;
        return again(
                run,
                now,
                isChange && approvals ? approvalAgain(run, pipeline, now) : new ApprovalFact.Given(false),
                stops ? freezeAgain(run, pipeline, now) : null,
                new LockRules.Free(List.of()),
                new MayItGoOn(overrun, isChange, stops ? closes(run, now) : null));
    }

    private Facts again(
            Run run, Instant now, ApprovalFact approval, Wait freeze, LockRules.Decision locks, MayItGoOn question) {
        return new Facts(
                run, now, paused(), approval, freeze, new WindowDecision.AnyTime(), null, null, locks, question);
    }

    /** Also where nobody is asked now: it may have begun with another text. */
    private ApprovalFact approvalAgain(Run run, Pipeline pipeline, Instant now) {
        return approval(run, pipeline, now, overrides.kinds(run.id()));
    }

    private ApprovalFact approval(Run run, Pipeline pipeline, Instant now, Set<Kind> overridden) {
        return overridden.contains(Kind.APPROVAL)
                ? new ApprovalFact.Given(false)
                : fact(approvals.verdict(
                        run, plan(run, pipeline), pipeline.governance().approval(), now));
    }

    /** Who let the run start in spite of a freeze did not mean its first step only. */
    private Wait freezeAgain(Run run, Pipeline pipeline, Instant now) {
        Wait freeze = freeze(pipeline, work(run, pipeline), now);
        return freeze == null || overrides.kinds(run.id()).contains(Kind.FREEZE) ? null : freeze;
    }

    /**
     * As it is known now: people may have extended the window or ended it before its time. Null when the run needs none, or none
     * any more.
     */
    Instant closes(Run run, Instant now) {
        if (run.window() == null) {
            return null;
        }
        Instant closes = windows.closes(UUID.fromString(run.window().window()))
                .orElse(run.window().closes());
        return now.isBefore(closes) || !overrides.kinds(run.id()).contains(Kind.WINDOW) ? closes : null;
    }

    /** The same for a run that nobody has asked for yet: nobody is asked, nothing is written. */
    Facts ifAsked(Run imagined, Pipeline pipeline, Instant now) {
        List<String> roles = pipeline.governance().approval();
        ApprovalFact approval = roles.isEmpty()
                ? new ApprovalFact.Given(false)
                : new ApprovalFact.Missing("needs a yes of each: " + String.join(", ", roles));
        return of(imagined, pipeline, now, approval, Set.of());
    }

    private Facts of(Run run, Pipeline pipeline, Instant now, ApprovalFact approval, Set<Kind> overridden) {
        Governance rules = pipeline.governance();
        Work work = work(run, pipeline);
        return new Facts(
                run,
                now,
                paused(),
                approval,
                overridden.contains(Kind.FREEZE) ? null : freeze(pipeline, work, now),
                overridden.contains(Kind.WINDOW) ? new WindowDecision.AnyTime() : window(pipeline, work, now),
                overridden.contains(Kind.DEPENDENCY) ? null : failedDependency(rules),
                overridden.contains(Kind.BACKUP) ? null : staleBackup(rules, now),
                locks(run, pipeline, now));
    }

    /** Looked at again before it holds a run back: it may be over, and nobody would tell the run. */
    private String paused() {
        if (pauses.reason() != null) {
            nodes.read();
        }
        return pauses.reason();
    }

    /** One that was used by the run's start is not used again: to use it up once more does nothing. */
    private static ApprovalFact fact(ApprovalVerdict verdict) {
        if (verdict instanceof ApprovalVerdict.Granted granted) {
            return new ApprovalFact.Given(!granted.given().isEmpty());
        }
        return verdict instanceof ApprovalVerdict.Rejected
                ? new ApprovalFact.Rejected(verdict.reason())
                : new ApprovalFact.Missing(verdict.reason());
    }

    /** What an approval is bound to. */
    Plan plan(Run run, Pipeline pipeline) {
        return new Plan(
                run.pipeline(),
                run.parameters(),
                targets(run, pipeline).stream().map(Target::name).toList(),
                pipeline.hash());
    }

    /** Uses the approvals up, in the transaction that starts the run. */
    void useApprovals(Run run, Pipeline pipeline, Instant now) {
        approvals.use(run, plan(run, pipeline), pipeline.governance().approval(), now);
    }

    /** Why it is not known what the run touches; empty when it is. Nothing can be decided about it then. */
    Optional<String> unknownTargets(Run run, Pipeline pipeline) {
        try {
            var unused = targets(run, pipeline);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("targets of %s: %s".formatted(pipeline.name(), e.getMessage()));
        }
    }

    /** What the run touches, sorted by name. */
    List<Target> targets(Run run, Pipeline pipeline) {
        return pipeline.targets().of(run.parameters(), inventory);
    }

    /** The locks that the run takes on its targets: none where nobody notices it. */
    List<String> targetLocks(Run run, Pipeline pipeline) {
        return pipeline.impact() == Pipeline.Impact.NO_IMPACT
                ? List.of()
                : targets(run, pipeline).stream().map(Target::name).sorted().toList();
    }

    Work work(Run run, Pipeline pipeline) {
        return new Work(pipeline.name(), targets(run, pipeline));
    }

    /** A run that nobody notices is not held back: a system is watched in a freeze, too. */
    Wait freeze(Pipeline pipeline, Work work, Instant now) {
        if (pipeline.impact() == Pipeline.Impact.NO_IMPACT) {
            return null;
        }
        return freezes.holds(work, now)
                .map(held -> new Wait(Verdict.Kind.FREEZE, held.reason(), held.until()))
                .orElse(null);
    }

    private WindowDecision window(Pipeline pipeline, Work work, Instant now) {
        if (pipeline.governance().window().isAnyTime()) {
            return new WindowDecision.AnyTime();
        }
        Duration needed = history.needed(pipeline.name(), pipeline.rollback() != null);
        return windows.admit(pipeline.governance().window(), work, now, needed);
    }

    private String failedDependency(Governance rules) {
        for (String other : rules.dependsOn()) {
            var end = history.newestEnd(other);
            if (end.isEmpty()) {
                return "needs a success of %s, which has not run yet; start it".formatted(other);
            }
            if (end.get().state() != RunState.SUCCEEDED) {
                return "needs a success of %s, whose newest run ended %s at %s; mend it and run it again"
                        .formatted(other, end.get().state(), end.get().at());
            }
        }
        return null;
    }

    private String staleBackup(Governance rules, Instant now) {
        return rules.backups().closed(history::newestVerifiedBackup, now).orElse(null);
    }

    private LockRules.Decision locks(Run run, Pipeline pipeline, Instant now) {
        Queued self = new Queued(run.id(), run.priority(), run.requestedAt(), targetLocks(run, pipeline));
        List<Queued> queue = locks.queue();
        if (run.parent() != null) {
            Map<UUID, Set<UUID>> ancestors = history.ancestors(childrenIn(queue, self.run()));
            self = self.of(ancestors);
            queue = queue.stream().map(other -> other.of(ancestors)).toList();
        }
        return LockRules.decide(
                self,
                LockRules.slots(pipeline.name(), pipeline.concurrency()),
                pipeline.governance().overlap(),
                locks.held(),
                queue,
                now);
    }

    private static Set<UUID> childrenIn(List<Queued> queue, UUID self) {
        return Stream.concat(
                        Stream.of(self),
                        queue.stream()
                                .filter(queued -> !queued.ancestors().isEmpty())
                                .map(Queued::run))
                .collect(Collectors.toSet());
    }
}
