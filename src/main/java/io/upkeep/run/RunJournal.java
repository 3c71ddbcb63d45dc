package io.upkeep.run;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The record of all runs. A method that changes something joins the caller's transaction; what it wrote is true once
 * that commits. Each write of a run that is owned names the owner's epoch and throws {@link Fenced} when it is over.
 * Writes return the run's event sequence number, which rises by one with each.
 */
public interface RunJournal {

    /** Adds a run as REQUESTED, or returns the one with the same request id. */
    Accepted accept(RunRequest request);

    /** The run that a request led to; {@code isNew} is false when the request was a repeat. */
    record Accepted(Run run, boolean isNew, long sequence) {}

    /**
     * Takes up the oldest run that nobody owns and raises its epoch.
     *
     * @param fullPipelines pipelines that may not start another run now; their runs under way may be resumed
     */
    Optional<Run> claim(String owner, Collection<String> fullPipelines);

    /** Gives the run back without changing its state, so that it is taken up again. */
    void release(Run run);

    /** Makes every unfinished run free to be taken up: to be called only by one who knows that no other owner lives. */
    int releaseAll();

    /**
     * Moves an owned run along {@link RunState#transitions()}.
     *
     * @param change what to note with it
     */
    Moved move(Run run, RunTrigger trigger, Change change);

    /**
     * Moves a run on a person's word, whoever owns it; the owner at work, if any, is fenced.
     *
     * @throws IllegalTransition when the state does not allow it
     */
    Moved decide(UUID run, RunTrigger trigger, Change change);

    /** A run after a move, and the sequence number of that. */
    record Moved(Run run, long sequence) {}

    /** What a move notes; null leaves a field as it is. */
    record Change(String routeHash, String failedStep, String failure, String reason) {

        /** Notes nothing. */
        public static final Change NONE = new Change(null, null, null, null);

        /** The run starts on this text of its route. */
        public static Change onRoute(String routeHash) {
            return new Change(routeHash, null, null, null);
        }

        /** A step failed. */
        public static Change failed(String step, String failure) {
            return new Change(null, step, failure, null);
        }

        /** Something people should read. */
        public static Change because(String reason) {
            return new Change(null, null, null, reason);
        }
    }

    /** Records the INTENT to execute a step; an earlier attempt's row is reopened. */
    long openStep(Run run, StepKey key, int attempt);

    /** Records the OUTCOME of a step; one that was never opened is recorded as well (a skipped step). */
    long closeStep(Run run, StepKey key, StepOutcome outcome);

    /** The run with this id. */
    Optional<Run> find(UUID id);

    /** Newest first; pipeline null means all. */
    List<Run> newest(String pipeline, int limit);

    /** A run's steps in the order they were started. */
    List<StepRecord> steps(UUID run);
}
