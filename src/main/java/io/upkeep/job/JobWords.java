package io.upkeep.job;

import io.upkeep.text.Lasting;
import java.time.Duration;

/** What people are told when it does not work: what, where, and what to do. */
final class JobWords {

    private JobWords() {}

    private static String name(JobOrder order) {
        String place = order.place().isEmpty() ? "" : " of " + order.place();
        return "job '%s'%s on %s".formatted(order.job(), place, order.server());
    }

    /** What whoever waits for the job wants to know: where it can be watched, and how it ended; null where that is known already. */
    static String news(JobOrder order, Job before, Job now) {
        if (now == null) {
            return null;
        }
        if (now.isOver()) {
            return "%s ended with '%s': %s".formatted(name(order), now.word(), now.url());
        }
        boolean isKnown = before != null && before.url().equals(now.url()) && before.state() == now.state();
        String where = now.state() == Job.State.WAITING ? "waits for its turn" : "is under way";
        return isKnown ? null : "%s %s: %s".formatted(name(order), where, now.url());
    }

    static String failed(JobOrder order, Job job) {
        return "%s ended with '%s': %s; read its log there, mend what failed and rerun"
                .formatted(name(order), job.word(), job.url());
    }

    static String refused(JobOrder order, Answer answer) {
        return switch (answer.status()) {
            case 401, 203, 302, 303, 307 ->
                "%s refuses the token (HTTP %d from %s); set upkeep.targets.%s.password to one that is valid"
                        .formatted(order.server(), answer.status(), order.address(), order.server());
            case 403 ->
                "%s does not allow this token to run the %s (%s, %s); give it the right, or another token"
                        .formatted(order.server(), name(order), answer.words(), order.address());
            case 404 ->
                "there is no %s, or its token may not see it (HTTP 404 from %s); compare the name with the page there"
                        .formatted(name(order), order.address());
            default ->
                "%s was not accepted: %s from %s; mend the request's parameters or the job"
                        .formatted(name(order), answer.words(), order.address());
        };
    }

    static String silent(JobOrder order, Duration silence, Answer answer) {
        return "%s has not answered for %s (%s, %s); see whether it is up, then resume"
                .formatted(order.server(), Lasting.of(silence), answer.words(), order.address());
    }

    static String limited(JobOrder order, Duration pause, Answer answer) {
        return "%s wants to be left alone for %s (HTTP %d, %s), longer than the step may take; try later"
                .formatted(order.server(), Lasting.of(pause), answer.status(), order.address());
    }

    static String lost(JobOrder order, Duration waited) {
        return ("%s was asked to start, but none with %s=%s was seen within %s: %s; see there whether it runs,"
                        + " and that the job takes and shows that parameter")
                .formatted(name(order), JobOrder.TAG, order.tag(), Lasting.of(waited), order.address());
    }

    static String ended(JobOrder order, JobStop.Ending ending, boolean mayBeThere) {
        return "%s is not waited for: %s%s%s"
                .formatted(
                        name(order),
                        ending.why(),
                        mayBeThere ? "; it may have started, see " + order.address() : "; it was not started",
                        ending.next());
    }

    static String cancelled(JobOrder order, Job job, JobStop.Ending ending, Answer answer) {
        return answer.isGood() || answer.status() == 302
                ? "%s was asked to end, because %s: %s%s".formatted(name(order), ending.why(), job.url(), ending.next())
                : "%s could not be ended (%s) although %s, and may go on: %s; end it there%s"
                        .formatted(name(order), answer.words(), ending.why(), job.url(), ending.next());
    }
}
