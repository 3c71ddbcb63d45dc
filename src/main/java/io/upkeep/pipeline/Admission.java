package io.upkeep.pipeline;

import io.upkeep.pipeline.Verdict.GoOn;
import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Refuse;
import io.upkeep.pipeline.Verdict.Start;
import io.upkeep.pipeline.Verdict.Stop;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.run.Run;
import io.upkeep.window.WindowDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
     * @param question what is to be decided
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
            LockRules.Decision locks,
            Question question) {

        /** Of a run that wants to start. */
        Facts(
                Run run,
                Instant now,
                String paused,
                ApprovalFact approval,
                Wait freeze,
                WindowDecision window,
                String failedDependency,
                String staleBackup,
                LockRules.Decision locks) {
            this(
                    run,
                    now,
                    paused,
                    approval,
                    freeze,
                    window,
                    failedDependency,
                    staleBackup,
                    locks,
                    new Question.MayItStart());
        }
    }

    /** What is to be decided. */
    sealed interface Question {

        /** Whether a run may start: everything counts. */
        record MayItStart() implements Question {}

        /**
         * Whether one that has begun may go on. What it did is done, and it holds its locks: to have it wait half-done for
         * another window, for a newer backup or for another pipeline's success would be worse than either end. So only
         * people's word counts, and what its pipeline says of the end of its window.
         *
         * @param isBeforeChange whether its next step changes something: only there the end of the window counts
         * @param closes when the window that it started in closes, as it is known now; null where it needs none
         */
        record MayItGoOn(Governance.Overrun overrun, boolean isBeforeChange, Instant closes) implements Question {}
    }

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
        return facts.question() instanceof Question.MayItGoOn again ? mayGoOn(facts, again) : mayStart(facts);
    }

    private static Verdict mayStart(Facts facts) {
        if (facts.approval() instanceof ApprovalFact.Rejected rejected) {
            return new Refuse(rejected.reason());
        }
        if (facts.locks() instanceof LockRules.Skip skip) {
            return new Refuse(skip.reason());
        }
        return waits(facts)
                .findFirst()
                .map(Verdict.class::cast)
                .or(() -> givesWay(facts).map(Refuse::new))
                .orElseGet(() -> start(facts));
    }

    /** All that a run which wants to start would have to wait for, in the order in which it would hear of it. */
    static Stream<Wait> waits(Facts facts) {
        return Stream.of(waitsForPeople(facts), waitsForTime(facts), waitsForOthers(facts))
                .flatMap(Function.identity());
    }

    private static Verdict mayGoOn(Facts facts, Question.MayItGoOn again) {
        if (facts.approval() instanceof ApprovalFact.Rejected rejected) {
            return new Stop(rejected.reason());
        }
        Optional<Wait> people = waitsForPeople(facts).findFirst();
        if (people.isPresent()) {
            return people.get();
        }
        if (again.isBeforeChange() && again.overrun() == Governance.Overrun.STOP) {
            Optional<Stop> over = isOver(facts, again);
            if (over.isPresent()) {
                return over.get();
            }
        }
        Optional<String> givesWay = givesWay(facts);
        if (givesWay.isPresent()) {
            return new Stop(givesWay.get());
        }
        if (facts.locks() instanceof LockRules.Busy busy) {
            return waits(busy);
        }
        if (facts.locks() instanceof LockRules.Skip skip) { // that is for those who have not begun
            return new Wait(Kind.CONCURRENCY, skip.reason(), facts.now().plus(LOOK_AGAIN));
        }
        return new GoOn(((LockRules.Free) facts.locks()).locks(), usesApproval(facts));
    }

    private static Optional<String> givesWay(Facts facts) {
        return facts.locks() instanceof LockRules.GivesWay givesWay ? Optional.of(givesWay.reason()) : Optional.empty();
    }

    private static boolean usesApproval(Facts facts) {
        return facts.approval() instanceof ApprovalFact.Given given && given.isUsedUp();
    }

    /** The window closes at its instant, not after it: what starts then would be outside. */
    private static Optional<Stop> isOver(Facts facts, Question.MayItGoOn again) {
        if (again.closes() != null && !facts.now().isBefore(again.closes())) {
            return Optional.of(new Stop("its window closed at %s; the pipeline says to stop then (overrun: stop)"
                    .formatted(again.closes())));
        }
        return facts.freeze() == null
                ? Optional.empty()
                : Optional.of(new Stop("a freeze began: %s; the pipeline says to stop then (overrun: stop)"
                        .formatted(facts.freeze().reason())));
    }

    private static Stream<Wait> waitsForPeople(Facts facts) {
        Wait paused = facts.paused() == null ? null : new Wait(Kind.SYSTEM_PAUSED, facts.paused(), null);
        Wait approval = facts.approval() instanceof ApprovalFact.Missing missing
                ? new Wait(Kind.APPROVAL, missing.reason(), null)
                : null;
        return Stream.of(paused, approval).filter(Objects::nonNull);
    }

    private static Stream<Wait> waitsForTime(Facts facts) {
        Wait window = null;
        if (facts.window() instanceof WindowDecision.Closed closed) {
            window = new Wait(Kind.WINDOW, closed.reason(), closed.opens());
        } else if (facts.window() instanceof WindowDecision.WillNotFit wont) {
            window = new Wait(Kind.WILL_NOT_FIT, wont.reason(), wont.fits());
        }
        return Stream.of(facts.freeze(), window).filter(Objects::nonNull);
    }

    private static Stream<Wait> waitsForOthers(Facts facts) {
        Instant soon = facts.now().plus(LOOK_AGAIN);
        Wait dependency =
                facts.failedDependency() == null ? null : new Wait(Kind.DEPENDENCY, facts.failedDependency(), soon);
        Wait backup = facts.staleBackup() == null ? null : new Wait(Kind.NO_BACKUP, facts.staleBackup(), soon);
        // whoever unlocks wakes the next, so no instant
        Wait locks = facts.locks() instanceof LockRules.Busy busy ? waits(busy) : null;
        return Stream.of(dependency, backup, locks).filter(Objects::nonNull);
    }

    private static Wait waits(LockRules.Busy busy) {
        return new Wait(busy.kind(), busy.reason(), null, busy.locks(), busy.ahead());
    }

    private static Start start(Facts facts) {
        List<String> locks = ((LockRules.Free) facts.locks()).locks();
        Run.StartedIn window = facts.window() instanceof WindowDecision.Open open
                ? new Run.StartedIn(open.occurrence().toString(), open.closes())
                : null;
        return new Start(locks, window, usesApproval(facts));
    }
}
