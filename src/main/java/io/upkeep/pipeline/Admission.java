package io.upkeep.pipeline;

import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Refuse;
import io.upkeep.pipeline.Verdict.Start;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.run.Run;
import io.upkeep.window.WindowDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * May this run start, or go on, now? A pure function of what is known; the first thing that stands in the way is the
 * answer, in the order in which a person would want to hear of it.
 */
final class Admission {

    private Admission() {}

    /**
     * What is known at one instant.
     *
     * @param paused why nothing may start in the whole system; null when it is not paused
     * @param approval what approvals say
     * @param freeze the freeze that holds the run back; null when none does
     * @param window what windows say
     * @param failedDependency a sentence; null when every dependency succeeded
     * @param staleBackup a sentence; null when there is no gate or it is open
     * @param locks what locks say
     */
    record Facts(
            Run run,
            Instant now,
            String paused,
            ApprovalFact approval,
            Wait freeze,
            WindowDecision window,
            String failedDependency,
            String staleBackup,
            LockRules.Decision locks) {}

    /** What approvals say. */
    sealed interface ApprovalFact {

        /** Nobody has to be asked, or all who had to said yes. */
        record Given(boolean isUsedUp) implements ApprovalFact {}

        /** Somebody has to say yes. */
        record Missing(String reason) implements ApprovalFact {}

        /** Somebody said no. */
        record Rejected(String reason) implements ApprovalFact {}
    }

    /** How long a fact that nobody announces the change of may be trusted. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    static Verdict decide(Facts facts) {
        if (facts.approval() instanceof ApprovalFact.Rejected rejected) {
            return new Refuse(rejected.reason());
        }
        if (facts.locks() instanceof LockRules.Skip skip) {
            return new Refuse(skip.reason());
        }
        return waitsForPeople(facts)
                .or(() -> waitsForTime(facts))
                .or(() -> waitsForOthers(facts))
                .map(Verdict.class::cast)
                .orElseGet(() -> start(facts));
    }

    private static Optional<Wait> waitsForPeople(Facts facts) {
        if (facts.paused() != null) {
            return Optional.of(new Wait(Kind.SYSTEM_PAUSED, facts.paused(), null));
        }
        return facts.approval() instanceof ApprovalFact.Missing missing
                ? Optional.of(new Wait(Kind.APPROVAL, missing.reason(), null))
                : Optional.empty();
    }

    private static Optional<Wait> waitsForTime(Facts facts) {
        if (facts.freeze() != null) {
            return Optional.of(facts.freeze());
        }
        if (facts.window() instanceof WindowDecision.Closed closed) {
            return Optional.of(new Wait(Kind.WINDOW, closed.reason(), closed.opens()));
        }
        return facts.window() instanceof WindowDecision.WillNotFit wont
                ? Optional.of(new Wait(Kind.WILL_NOT_FIT, wont.reason(), wont.fits()))
                : Optional.empty();
    }

    private static Optional<Wait> waitsForOthers(Facts facts) {
        Instant soon = facts.now().plus(LOOK_AGAIN);
        if (facts.failedDependency() != null) {
            return Optional.of(new Wait(Kind.DEPENDENCY, facts.failedDependency(), soon));
        }
        if (facts.staleBackup() != null) {
            return Optional.of(new Wait(Kind.NO_BACKUP, facts.staleBackup(), soon));
        }
        // whoever unlocks wakes the next, so no instant
        return facts.locks() instanceof LockRules.Busy busy
                ? Optional.of(new Wait(busy.kind(), busy.reason(), null, busy.locks(), busy.ahead()))
                : Optional.empty();
    }

    private static Start start(Facts facts) {
        List<String> locks = ((LockRules.Free) facts.locks()).locks();
        Run.StartedIn window = facts.window() instanceof WindowDecision.Open open
                ? new Run.StartedIn(open.occurrence().toString(), open.closes())
                : null;
        return new Start(locks, window, facts.approval() instanceof ApprovalFact.Given given && given.isUsedUp());
    }
}
