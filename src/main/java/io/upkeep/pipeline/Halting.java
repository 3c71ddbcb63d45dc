package io.upkeep.pipeline;

import io.upkeep.pipeline.ChildRuns.Child;
import io.upkeep.run.Run;
import io.upkeep.run.Run.Wish;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.StopWords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Looks after a run that is to be cancelled or undone and waits for its child runs to come to rest: has them stop, as
 * often as it takes, and ends the wait when nothing of them moves any more. All it needs is in the journal, so any node
 * may do it, and a node that dies between the stop of the parent and that of a child loses nothing.
 */
@Component
class Halting {

    /** A child's end has its parent looked at at once; this is for one that comes to ask for a person instead. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final ChildRuns children;
    private final CutOffSteps cutOff;
    private final RunRecorder recorder;
    private final Clock clock;
    private final String node;

    Halting(ChildRuns children, CutOffSteps cutOff, RunRecorder recorder, Clock clock, EngineSettings settings) {
        this.children = children;
        this.cutOff = cutOff;
        this.recorder = recorder;
        this.clock = clock;
        this.node = settings.node();
    }

    /**
     * What a waiting run is to do when its children are at rest; empty when it simply waits. One that failed while children
     * were under way is to be undone without anybody having asked: it carries its failed step, as no other does that waits for a child. One that a person has
     * resumed does so, too, until it goes on; that waits for something else.
     */
    static Optional<Wish> asked(Run run) {
        Wish wish = run.wish();
        boolean cancels =
                wish != null && wish.kind() == Wish.Kind.CANCEL && run.state().waits();
        boolean undoes = wish != null && wish.kind() == Wish.Kind.ROLL_BACK && run.state() == RunState.WAITING;
        if (cancels || undoes) {
            return Optional.of(wish);
        }
        boolean failed = run.state() == RunState.WAITING && run.failedStep() != null && Waits.isForChild(run);
        return failed
                ? Optional.of(new Wish(Wish.Kind.ROLL_BACK, "step '%s', which failed".formatted(run.failedStep())))
                : Optional.empty();
    }

    /** @throws InvalidRequest when somebody has asked for its end: a later wish would take the place of that one */
    static void requireNotEnding(Run run) {
        if (run.isEnding()) {
            throw new InvalidRequest("run %s is ending already, %s; it has no next step to pause before"
                    .formatted(run.id(), StopWords.asked(run.wish())));
        }
    }

    /**
     * The wait for children that are to come to rest.
     *
     * @param step that was ended for it, or failed; null for none
     */
    static Change waits(Wish wish, List<Child> left, String step, String failure, Instant now) {
        Verdict.Wait wait = new Verdict.Wait(
                Verdict.Kind.CHILD_RUN,
                "%s; waits until what it started has stopped: %s".formatted(StopWords.asked(wish), names(left)),
                now.plus(LOOK_AGAIN));
        return new Change(null, step, failure, wait.reason(), Waits.change(wait).waiting(), null);
    }

    private static String names(List<Child> children) {
        return children.stream()
                .map(child -> "run %s of %s".formatted(child.id(), child.pipeline()))
                .collect(Collectors.joining(", "));
    }

    /**
     * The run as it is afterwards, at rest or given back.
     *
     * @throws io.upkeep.run.Fenced when somebody decided otherwise meanwhile
     */
    Run look(Run found, Wish wish) {
        OwnedRun owned = new OwnedRun(found, node, recorder, clock);
        Optional<String> asks = cutOff.keepsFromCancelling(found, wish);
        if (asks.isPresent()) { // it came to wait in the moment in which it was cancelled
            owned.move(RunTrigger.ASK, Change.because(asks.get()), "run.needs_attention");
            return owned.run();
        }
        children.stopActive(found, wish);
        List<Child> left = children.unfinished(found, wish.kind());
        Instant now = clock.instant();
        if (left.isEmpty()) {
            end(owned, wish, now);
        } else if (left.stream().allMatch(child -> child.state().isAtRest())) {
            owned.move(RunTrigger.ASK, Change.because(stuck(wish, left)), "run.needs_attention");
        } else {
            owned.moveQuietlyAndGiveBack(RunTrigger.WAIT, waits(wish, left, null, null, now), now.plus(LOOK_AGAIN));
        }
        return owned.run();
    }

    /** An undoing is another look: the route it needs, and whether it is still the same, is asked as ever. */
    private static void end(OwnedRun owned, Wish wish, Instant now) {
        Change change = Change.because(StopWords.asked(wish));
        if (wish.kind() == Wish.Kind.CANCEL) {
            owned.move(RunTrigger.CANCEL, change, "run.cancelled");
        } else {
            owned.moveAndGiveBack(RunTrigger.ROLL_BACK, change, "run.failed", now);
        }
    }

    private static String stuck(Wish wish, List<Child> left) {
        String states = left.stream()
                .map(child -> "run %s of %s is %s%s"
                        .formatted(
                                child.id(),
                                child.pipeline(),
                                child.state(),
                                child.reason() == null ? "" : " (" + child.reason() + ")"))
                .collect(Collectors.joining(", "));
        return "%s, but what it started could not be stopped: %s; look at that first, then cancel, resume or roll back this run"
                .formatted(StopWords.asked(wish), states);
    }
}
