package io.upkeep.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One vendor's API: pure, each method makes one request or reads one answer. */
interface Dialect {

    /** An address of such a server, as a target has it. */
    String exampleAddress();

    /** Headers that log in. */
    Map<String, String> login(String user, String token);

    /** Requests that together find the job that carries the order's tag, if it is there. */
    List<Ask> look(JobOrder order);

    /** Reads an answer to {@link #look}; may want to know more. */
    Looked looked(JobOrder order, Ask ask, Answer answer);

    /** How long after its start a job may still be invisible to {@link #look}. */
    default Duration appearsWithin() {
        return Duration.ZERO;
    }

    /** Starts the job, tagged. */
    Ask start(JobOrder order);

    /** Reads a good answer to {@link #start}; empty when the job must be looked for to learn its id. */
    Optional<Job> started(JobOrder order, Answer answer);

    /** Asks how it is. */
    Ask watch(JobOrder order, Job job);

    /** Reads a good answer to {@link #watch}. */
    Job watched(JobOrder order, Job before, Answer answer);

    /** Ends it. */
    Ask cancel(JobOrder order, Job job);

    /** What an answer to {@link #look} told: the job, or what else to ask. */
    record Looked(Optional<Job> job, List<Ask> more) {

        static Looked nothing() {
            return new Looked(Optional.empty(), List.of());
        }

        static Looked found(Job job) {
            return new Looked(Optional.of(job), List.of());
        }
    }
}
