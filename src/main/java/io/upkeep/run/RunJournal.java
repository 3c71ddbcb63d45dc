package io.upkeep.run;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The record of all runs. A method that changes something joins the caller's transaction, or is one by itself; what it
 * wrote is true once that commits.
 */
public interface RunJournal {

    /**
     * Adds a run with this id as REQUESTED and puts it into the queue, or returns the one with the same request id.
     * May be asked again with the same id when the answer was lost.
     *
     * @param goesOnFrom a run whose finished steps this one has, too; null for none
     * @param taker the node that has a worker for it and begins at once; null when it is to queue
     */
    Accepted accept(UUID id, RunRequest request, RunFact fact, UUID goesOnFrom, String taker);

    /** The run that a request led to; {@code isNew} is false when the request was a repeat. */
    record Accepted(Run run, boolean isNew) {}

    /**
     * Writes all of it or nothing.
     *
     * @throws Fenced when the run belongs to a newer epoch
     */
    Written write(RunWrite write);

    /**
     * What came of a write.
     *
     * @param sequence number of the last fact; the ones before it count down from there
     * @param wish what a person has asked of the run meanwhile; null when nothing
     */
    record Written(long sequence, Run.Wish wish) {}

    /** What came of a write whose answer was lost; empty when it was not committed. */
    Optional<Written> written(RunWrite write);

    /** The run, which nobody else changes until the caller's transaction ends. */
    Optional<Run> lock(UUID run);

    /**
     * Moves a locked run on a person's word: the owner at work, if any, is fenced. Returns the fact's sequence.
     *
     * @param step written with it; null for none
     */
    long decide(Run run, Run next, RunFact fact, RunWrite.Queue queue, StepRecord step);

    /** Notes what a person wants of a run at work; its owner reads it with its next write. Returns the fact's sequence. */
    long wish(Run run, Run.Wish wish, RunFact fact);

    /** Has waiting runs looked at again now. */
    void hurry(Collection<UUID> runs);

    /** Has all runs that wait for one of these kinds of things looked at again now. */
    void hurryWaiting(Collection<String> kinds);

    /** Has the next in the queue of a lock that became free looked at again now. */
    void hurryNext(String lock);

    /** What a move notes; null leaves a field as it is. */
    record Change(
            String routeHash,
            String failedStep,
            String failure,
            String reason,
            Run.Waiting waiting,
            Run.StartedIn window) {

        /** Notes nothing. */
        public static final Change NONE = new Change(null, null, null, null, null, null);

        /** The run starts on this text of its route. */
        public static Change onRoute(String routeHash) {
            return new Change(routeHash, null, null, null, null, null);
        }

        /** The run starts on this text of its route in this window; null where it needs none. */
        public static Change onRoute(String routeHash, Run.StartedIn window) {
            return new Change(routeHash, null, null, null, null, window);
        }

        /** The same of a run that goes on, on this text of its route. */
        public Change on(String newRouteHash) {
            return new Change(newRouteHash, failedStep, failure, reason, waiting, window);
        }

        /** A step failed. */
        public static Change failed(String step, String failure) {
            return new Change(null, step, failure, null, null, null);
        }

        /** Something people should read. */
        public static Change because(String reason) {
            return new Change(null, null, null, reason, null, null);
        }

        /** The run waits. */
        public static Change waiting(String kind, String reason, Instant until) {
            return new Change(null, null, null, reason, new Run.Waiting(kind, until), null);
        }
    }

    /** The run with this id. */
    Optional<Run> find(UUID id);

    /** Newest first; pipeline null means all. */
    List<Run> newest(String pipeline, int limit);

    /** The last one of a pipeline that succeeded, however many others there were since. */
    Optional<Run> newestSucceeded(String pipeline);

    /** Those that are not over, newest first: at work, waiting, or asking for a person; pipeline null means all. */
    List<Run> notOver(String pipeline, int limit);

    /** A run's steps in the order they were started. */
    List<StepRecord> steps(UUID run);
}
