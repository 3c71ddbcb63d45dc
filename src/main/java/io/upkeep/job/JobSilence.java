package io.upkeep.job;

import io.upkeep.text.Lasting;
import java.time.Duration;
import java.time.Instant;

/**
 * A server that does not answer.
 *
 * @param ask what it was asked last
 * @param answer what came instead: nothing, or that it cannot answer now
 */
record JobSilence(Instant since, Ask ask, Answer answer) {

    Duration lasts(Instant now) {
        return Duration.between(since, now);
    }

    /** What was asked, and what came of it. */
    private String asked(JobOrder order) {
        return "%s %s%s: %s".formatted(ask.method(), order.address(), ask.path(), answer.words());
    }

    private static String look(JobOrder order) {
        return "see whether %s is up and upkeep.targets.%s.address is right".formatted(order.server(), order.server());
    }

    String news(JobOrder order) {
        boolean mayHaveStarted = !ask.method().equals("GET") && answer.status() != Answer.NOT_REACHED;
        return "%s does not answer (%s); %s"
                .formatted(
                        order.server(), asked(order), mayHaveStarted ? "its job is looked for" : "it is asked again");
    }

    String words(JobOrder order, Instant now) {
        return "%s has not answered for %s (%s); %s, then resume or rerun"
                .formatted(order.server(), Lasting.of(lasts(now)), asked(order), look(order));
    }

    /** The reason to give up, with who is to be looked at: not a job, but its server. */
    JobStop.Ending ending(JobOrder order, JobStop.Ending why, Instant now) {
        return why.silent(
                ", and %s has not answered for %s (%s)".formatted(order.server(), Lasting.of(lasts(now)), asked(order)),
                look(order));
    }
}
