package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import io.upkeep.run.StepRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the journal says of a run's steps, and what one execution adds to it; branches use it at the same time. */
final class RecordedSteps {

    private static final String UNDO = "undo-";

    private static final Duration BRANCHES_BEGIN_WITHIN = Duration.ofSeconds(5);

    static final Comparator<StepKey> BY_NAME = Comparator.comparing(StepKey::toString);

    private final Map<StepKey, StepRecord> records = new ConcurrentHashMap<>();
    private final Set<StepKey> finishedHere = ConcurrentHashMap.newKeySet();
    private final Set<StepKey> failedBefore = ConcurrentHashMap.newKeySet();
    private final Set<StepKey> cutOff = ConcurrentHashMap.newKeySet();
    private final Set<StepKey> askedForRuns;

    /**
     * @param askedForRuns the steps found STARTED that had asked for a child run: whatever kept them from going on, they find it again
     * @param wasFailing whether an owner was cut off while other branches of a run that fails were at work
     */
    RecordedSteps(Collection<StepRecord> steps, Set<StepKey> askedForRuns, boolean wasFailing) {
        steps.forEach(step -> records.put(step.key(), step));
        this.askedForRuns = askedForRuns;
        cutOff(steps, askedForRuns).forEach(cutOff::add);
        steps.stream()
                .filter(step -> wasFailing && step.state() == State.FAILED)
                .forEach(step -> failedBefore.add(step.key()));
    }

    /** The steps that an owner was in, innermost, when it died or lost the run: what they do may go on. */
    static Stream<StepKey> cutOff(Collection<StepRecord> steps, Set<StepKey> askedForRuns) {
        return steps.stream()
                .filter(step -> step.state() == State.STARTED && !step.isLeftInOrder())
                .map(StepRecord::key)
                .filter(key -> !askedForRuns.contains(key))
                .filter(key -> steps.stream().noneMatch(inner -> inner.key().isWithin(key)));
    }

    /**
     * Whether the step failed for an earlier owner, for good; answers so once, and when the steps of other branches that were left
     * in the middle have begun again: Camel may end the route at this failure, and then nobody would come to what they do.
     */
    boolean failsAsBefore(StepKey key) {
        boolean fails = failedBefore.remove(key);
        if (fails) {
            awaitCutOff();
        }
        return fails;
    }

    /** Not for ever: branches that are no parallel ones begin only when this one has failed. */
    private void awaitCutOff() {
        long end = System.nanoTime() + BRANCHES_BEGIN_WITHIN.toNanos();
        synchronized (cutOff) {
            try {
                while (!cutOff.isEmpty() && System.nanoTime() < end) {
                    TimeUnit.NANOSECONDS.timedWait(cutOff, end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A step that was started, with its piece of work: the same in a replay, another when it is done again after a failure. */
    static String workOf(StepRecord step) {
        return step.work() == 1 ? step.key().toString() : step.key() + "~" + step.work();
    }

    /** The newest record; null when the step has not started. */
    StepRecord of(StepKey key) {
        return records.get(key);
    }

    /** Whether the step finished in this execution, or was restored: a second step of its key cannot be told from it. */
    boolean isFinishedHere(StepKey key) {
        return finishedHere.contains(key);
    }

    void restored(StepKey key) {
        finishedHere.add(key);
    }

    /** Notes the next attempt. */
    StepRecord started(StepKey key, Instant now) {
        StepRecord before = records.get(key);
        int attempt = before == null ? 1 : before.attempt() + 1;
        int work = before == null ? 1 : before.state() == State.STARTED ? before.work() : before.work() + 1;
        StepRecord started = new StepRecord(key, State.STARTED, attempt, work, now, null, null, null);
        records.put(key, started);
        if (cutOff.remove(key)) {
            synchronized (cutOff) {
                cutOff.notifyAll();
            }
        }
        return started;
    }

    /** The steps that an earlier owner left in the middle, and this one has not come to: what they do may go on. */
    Optional<StepKey> cutOff(StepRules rules) {
        return cutOff.stream().filter(key -> rules.changes(key.id())).min(BY_NAME);
    }

    /** The steps of a phase that have begun and were cut off: what they do may go on. */
    Stream<StepKey> cutOff(Phase phase) {
        return cutOff(records.values(), askedForRuns).filter(key -> key.phase() == phase);
    }

    /** It has no outcome, but its owner knows that nothing of it is at work. */
    StepRecord leftInOrder(StepKey key, Instant now) {
        return ended(key, State.STARTED, null, null, now);
    }

    StepRecord finished(StepKey key, String checkpoint, Instant now) {
        finishedHere.add(key);
        return ended(key, State.FINISHED, checkpoint, null, now);
    }

    StepRecord failed(StepKey key, String failure, Instant now) {
        return ended(key, State.FAILED, null, failure, now);
    }

    private StepRecord ended(StepKey key, State state, String checkpoint, String failure, Instant now) {
        StepRecord started = records.get(key);
        StepRecord ended = new StepRecord(
                key, state, started.attempt(), started.work(), started.startedAt(), now, checkpoint, failure);
        records.put(key, ended);
        return ended;
    }

    /** The steps around one, which are at work because it is. */
    Stream<StepKey> around(StepKey key) {
        return records.keySet().stream().filter(key::isWithin);
    }

    /** The steps within one that is tried again are executed again. */
    void again(StepKey key) {
        finishedHere.removeIf(done -> done.isWithin(key));
    }

    /** Whether it is unknown how far an earlier owner got with the step: it was neither ended nor left in order, and no child is asked for. */
    boolean isUnknown(StepKey key) {
        StepRecord before = records.get(key);
        return before != null
                && before.state() == State.STARTED
                && !before.isLeftInOrder()
                && askedForRuns.stream().noneMatch(asks -> asks.equals(key) || asks.isWithin(key));
    }

    /** Whether the step undoes one that has not started. */
    boolean hasNothingToUndo(StepKey key) {
        return key.id().startsWith(UNDO)
                && records.keySet().stream()
                        .noneMatch(
                                step -> step.phase() == Phase.RUN && step.id().equals(undone(key)));
    }

    /** The id of the step that an undoing step undoes. */
    static String undone(StepKey key) {
        return key.id().substring(UNDO.length());
    }
}
