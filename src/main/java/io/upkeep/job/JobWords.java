package io.upkeep.job;

import io.upkeep.text.Lasting;
import io.upkeep.text.Shown;
import java.time.Duration;
import java.util.regex.Pattern;

/** What people are told when it does not work: what, where, and what to do. */
final class JobWords {

    /** Where servers send who has to sign in. */
    private static final Pattern SIGN_IN = Pattern.compile("(?i)sign[-_]?in|log[-_]?in|oauth|saml");

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
            case 401, 203 -> refusesToken(order, answer);
            case 301, 302, 303, 307, 308 -> redirected(order, answer);
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

    private static String refusesToken(JobOrder order, Answer answer) {
        return "%s refuses the token (HTTP %d from %s); set upkeep.targets.%s.password to one that is valid"
                .formatted(order.server(), answer.status(), order.address(), order.server());
    }

    /** To a page where people sign in, or to where the server or the project is now. */
    private static String redirected(JobOrder order, Answer answer) {
        String elsewhere = Shown.reason(answer.header("location").replaceFirst("[?#].*", ""));
        return elsewhere.isEmpty() || SIGN_IN.matcher(elsewhere).find()
                ? refusesToken(order, answer)
                : ("%s sends on to %s (HTTP %d from %s), where the token is not taken; write what has moved anew:"
                                + " upkeep.targets.%s.address, or the name of the %s")
                        .formatted(
                                order.server(),
                                elsewhere,
                                answer.status(),
                                order.address(),
                                order.server(),
                                name(order));
    }

    static String unreadable(JobOrder order, Ask ask, String why, String example) {
        return ("the answer of %s to %s %s%s %s; see whether upkeep.targets.%s.address is that of the API, such as %s,"
                        + " and whether the %s is there")
                .formatted(
                        order.server(),
                        ask.method(),
                        order.address(),
                        ask.path(),
                        why,
                        order.server(),
                        example,
                        name(order));
    }

    static String busy(JobOrder order, Duration pause, Answer answer) {
        return "%s wants to be left alone for %s (HTTP %d); it is asked again then"
                .formatted(order.server(), Lasting.of(pause), answer.status());
    }

    static String limited(JobOrder order, Duration pause, Answer answer) {
        return "%s wants to be left alone for %s (HTTP %d, %s), longer than the step may take; try later"
                .formatted(order.server(), Lasting.of(pause), answer.status(), order.address());
    }

    /** @param start what came for the start; null when it was a good answer */
    static String lost(JobOrder order, Duration waited, Answer start) {
        return ("%s was asked to start%s, but none with %s=%s was seen within %s: %s; see there whether it runs,"
                        + " and that the job takes and shows that parameter")
                .formatted(
                        name(order), answered(start), JobOrder.TAG, order.tag(), Lasting.of(waited), order.address());
    }

    private static String answered(Answer start) {
        return start == null ? "" : " (what came for its start: %s)".formatted(start.words());
    }

    /** @param start what came for the start; null when it was a good answer, or none was made */
    static String ended(JobOrder order, JobStop.Ending ending, boolean mayBeThere, Answer start) {
        String unseen = "; it may have started, see %s: none with %s=%s was seen%s"
                .formatted(order.address(), JobOrder.TAG, order.tag(), answered(start));
        return "%s is not waited for: %s%s%s"
                .formatted(name(order), ending.why(), mayBeThere ? unseen : "; it was not started", ending.next());
    }

    static String cancelled(JobOrder order, Job job, JobStop.Ending ending, Answer answer) {
        return answer.isGood() || answer.status() == 302
                ? "%s was asked to end, because %s: %s%s".formatted(name(order), ending.why(), job.url(), ending.next())
                : "%s could not be ended (%s) although %s, and may go on: %s; end it there%s"
                        .formatted(name(order), answer.words(), ending.why(), job.url(), ending.next());
    }
}
