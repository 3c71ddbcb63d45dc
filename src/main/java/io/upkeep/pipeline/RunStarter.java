package io.upkeep.pipeline;

import io.upkeep.pipeline.Admission.Facts;
import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Carries out what {@link Admission} says of a run that has not started, or has waited. */
@Component
class RunStarter {

    private final RunJournal journal;
    private final RunRecorder recorder;
    private final AdmissionFacts facts;
    private final JdbcRunHistory history;
    private final Pauses pauses;
    private final JdbcLocks locks;
    private final Overlaps overlaps;
    private final UndoText undoText;
    private final TransactionOperations transaction;
    private final JournalRetry retry;
    private final Clock clock;
    private final String node;

    RunStarter(
            RunJournal journal,
            RunRecorder recorder,
            AdmissionFacts facts,
            JdbcRunHistory history,
            Pauses pauses,
            JdbcLocks locks,
            Overlaps overlaps,
            UndoText undoText,
            TransactionOperations transaction,
            JournalRetry retry,
            Clock clock,
            EngineSettings settings) {
        this.journal = journal;
        this.recorder = recorder;
        this.facts = facts;
        this.history = history;
        this.pauses = pauses;
        this.locks = locks;
        this.overlaps = overlaps;
        this.undoText = undoText;
        this.transaction = transaction;
        this.retry = retry;
        this.clock = clock;
        this.node = settings.node();
    }

    /** The run in its owner's hands when it may go on; empty when it waits, was refused, or is no longer there to start. */
    Optional<OwnedRun> start(Run found, Pipeline pipeline) {
        if (isOrphan(found)) {
            owned(found)
                    .move(
                            RunTrigger.CANCEL,
                            Change.because(
                                    "run %s, which asked for it, was over before it began".formatted(found.parent())),
                            "run.cancelled");
            return Optional.empty();
        }
        boolean undoes = found.state() == RunState.ROLLBACK_WAITING;
        if ((undoes || (isFree(pipeline) && !goesOnByAPersonsWord(found))) && !waitsForChild(found)) {
            // one that has waited may still queue for locks that its pipeline needed then
            OwnedRun owned = found.state() == RunState.REQUESTED
                    ? OwnedRun.withoutLocks(found, node, recorder, clock)
                    : owned(found);
            begin(owned, found, Change.onRoute(pipeline.hash()));
            if (undoes || !pipeline.beginsWithStep()) {
                owned.flush(); // otherwise written together with the first step's INTENT
            }
            return Optional.of(owned);
        }
        return retry.untilItAnswers(attempt -> transaction.execute(status -> decide(found, pipeline)));
    }

    /** Asked for by an owner of its parent that was fenced when it came to write down that it waits: nobody waits for it. */
    private boolean isOrphan(Run found) {
        return found.parent() != null && found.startedAt() == null && history.isOver(found.parent());
    }

    /** Whether nothing there is to ask could make the run wait. */
    private boolean isFree(Pipeline pipeline) {
        return pauses.reason() == null
                && pipeline.governance().isFree()
                && pipeline.concurrency() == 0
                && pipeline.impact() == Pipeline.Impact.NO_IMPACT;
    }

    /** Such a run was admitted with another text, perhaps: then approvals are looked at although none are asked for now. */
    private static boolean goesOnByAPersonsWord(Run found) {
        return found.startedAt() != null && found.state() == RunState.WAITING && !Waits.isForChild(found);
    }

    /** The lock on the run's row makes approvals, cancellations and this decision follow one another. */
    private Optional<OwnedRun> decide(Run found, Pipeline pipeline) {
        locks.oneAtATime();
        Run run = journal.lock(found.id()).orElseThrow();
        if (run.state().isAtRest() || run.epoch() != found.epoch()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        OwnedRun owned = owned(run);
        if (waitsForChild(run)) {
            owned.moveQuietlyAndGiveBack(RunTrigger.WAIT, stillWaiting(run), now.plus(Admission.LOOK_AGAIN));
            return Optional.empty();
        }
        if (run.state() == RunState.ROLLBACK_WAITING) { // what let the run start lets it be undone
            return Optional.of(goOn(owned, run, Change.onRoute(pipeline.hash())));
        }
        Optional<String> unknownTargets = facts.unknownTargets(run, pipeline);
        if (unknownTargets.isPresent()) { // looking again would find the same: nobody would ever hear of it
            refuse(owned, pipeline, unknownTargets.get());
            return Optional.empty();
        }
        Facts known = run.startedAt() == null ? facts.of(run, pipeline, now) : facts.again(run, pipeline, now);
        Verdict verdict = Admission.decide(known);
        if (verdict instanceof Verdict.Start start) {
            take(run, pipeline, start.locks(), start.usesApproval(), now);
            return Optional.of(goOn(owned, run, Change.onRoute(pipeline.hash(), start.window())));
        }
        if (verdict instanceof Verdict.GoOn again) {
            take(run, pipeline, again.locks(), again.usesApproval(), now);
            return Optional.of(goOn(owned, run, Change.onRoute(pipeline.hash())));
        }
        if (verdict instanceof Verdict.Wait wait) {
            overlaps.cancelOlder(run, pipeline, wait);
            rest(owned, run, wait, now);
        } else if (verdict instanceof Verdict.Stop stop) {
            undo(owned, pipeline, stop.reason(), now);
        } else {
            refuse(owned, pipeline, ((Verdict.Refuse) verdict).reason());
        }
        return Optional.empty();
    }

    private void take(Run run, Pipeline pipeline, List<String> names, boolean usesApproval, Instant now) {
        locks.take(run, names, now);
        if (usesApproval) {
            facts.useApprovals(run, pipeline, now);
        }
    }

    /**
     * One that has begun goes back where its way back, as it is now, was approved: what it did would stay half-done.
     */
    private void undo(OwnedRun owned, Pipeline pipeline, String reason, Instant now) {
        if (pipeline.rollback() != null && undoText.covers(owned.run(), pipeline)) {
            owned.moveAndGiveBack(RunTrigger.ROLL_BACK, Change.because(reason), "run.failed", now);
        } else {
            refuse(owned, pipeline, reason);
        }
    }

    /** One that has done something already is not simply over: a person says what is to become of that. */
    private static void refuse(OwnedRun owned, Pipeline pipeline, String reason) {
        if (owned.run().startedAt() == null) {
            owned.move(RunTrigger.REJECT, Change.because(reason), "run.rejected");
            return;
        }
        String next = pipeline.rollback() == null
                ? "mend that and resume it, or undo what it did by hand and cancel it (%s has no rollback route)"
                        .formatted(pipeline.name())
                : "mend that and resume it, or roll back or cancel";
        owned.move(
                RunTrigger.ASK,
                Change.because("it may not go on: %s; %s".formatted(reason, next)),
                "run.needs_attention");
    }

    /** A child may take days, until its window or somebody's yes: its parent is not woken and told of all that time. */
    private boolean waitsForChild(Run run) {
        Phase phase = run.state() == RunState.ROLLBACK_WAITING ? Phase.ROLLBACK : Phase.RUN;
        return Waits.isForChild(run)
                && !history.unfinishedChildren(run.id(), phase).isEmpty();
    }

    private static Change stillWaiting(Run run) {
        return new Change(null, null, null, run.reason(), run.waiting(), null);
    }

    private OwnedRun owned(Run run) {
        return new OwnedRun(run, node, recorder, clock);
    }

    private static OwnedRun goOn(OwnedRun owned, Run run, Change change) {
        begin(owned, run, change);
        owned.flush();
        return owned;
    }

    private static void begin(OwnedRun owned, Run run, Change change) {
        owned.note(RunTrigger.START, change, run.startedAt() == null ? "run.started" : "run.continued");
    }

    /** The same wait as before is no news. */
    private static void rest(OwnedRun owned, Run run, Verdict.Wait wait, Instant now) {
        boolean isNews = run.state() != RunState.WAITING
                || run.waiting() == null
                || !run.waiting().kind().equals(wait.kind().name());
        if (isNews) {
            owned.moveAndGiveBack(RunTrigger.WAIT, Waits.change(wait), "run.waiting", Waits.lookAgain(wait, now, now));
        } else {
            owned.moveQuietlyAndGiveBack(
                    RunTrigger.WAIT, Waits.change(wait), Waits.lookAgain(wait, run.requestedAt(), now));
        }
    }
}
