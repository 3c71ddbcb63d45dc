package io.upkeep.notice;

import io.upkeep.notice.PipelineTraits.Traits;
import io.upkeep.run.RunNews;
import io.upkeep.run.StepOutcome;
import java.util.List;
import java.util.Set;

/**
 * Decides which change of a run is told where, and in which words.
 *
 * <p>Slack: one parent message per run, from its start on, rewritten whenever the run moves; steps and moves are told in
 * its thread; failure, rollback, an overrun, a call for a person, and the completion of what users notice also outside the thread.
 * Mail: the end of a run and every problem, and the start of what users notice. Who subscribed to problems hears nothing
 * before the first; neither does anybody of what a timer started and no user notices.
 */
final class NoticeRules {

    private static final Set<String> PROBLEMS = Set.of(
            "run.failed",
            "run.rolled_back",
            "run.rollback_failed",
            "run.needs_attention",
            "run.rejected",
            "run.overran");

    /** What is mailed of runs that users notice; waits and what ends them stand in Slack and on the page. */
    private static final Set<String> NOTICED = Set.of("run.started", "run.cancelled");

    private NoticeRules() {}

    /** Whether anybody could be told of this at all; asked before anything is read. */
    static boolean isWorthTelling(RunNews news) {
        return switch (news.what()) {
            case "run.requested", "step.started" -> false;
            case "step.finished" -> isStepWorthTelling(news);
            default -> true;
        };
    }

    /** Steps within steps and loops are told only when they fail; skipped ones never. */
    private static boolean isStepWorthTelling(RunNews news) {
        if (news.outcome() instanceof StepOutcome.Failed) {
            return true;
        }
        boolean isOuter =
                news.step().iteration().isEmpty() && !news.step().path().contains("/");
        return news.outcome() instanceof StepOutcome.Finished && isOuter;
    }

    /**
     * The notices for one Slack channel.
     *
     * @param isOpen whether the run has its parent message there
     */
    static List<Draft> slack(RunNews news, Traits traits, String channel, Stakeholder.Amount wanted, boolean isOpen) {
        boolean isStep = news.step() != null;
        Stakeholder.Amount amount = isRoutine(news, traits) ? Stakeholder.Amount.PROBLEMS : wanted;
        if (isSilent(news, amount, isOpen) || (isStep && !isOpen)) {
            return List.of();
        }
        if (isStep) {
            return List.of(slack(channel, Act.REPLY, false, SlackWording.step(news)));
        }
        Draft parent = slack(channel, isOpen ? Act.EDIT : Act.OPEN, false, SlackWording.parent(news, traits));
        if (news.what().equals("run.started")) {
            return List.of(parent);
        }
        return List.of(parent, slack(channel, Act.REPLY, isLoud(news, traits), SlackWording.reply(news)));
    }

    /** What a timer does and nobody notices is told only when it goes wrong: else the channel drowns in it. */
    private static boolean isRoutine(RunNews news, Traits traits) {
        return news.run().requestedBy().startsWith("timer:") && !traits.isNoticeable();
    }

    /** The notices for one mail address. */
    static List<Draft> mail(RunNews news, Traits traits, String address, Stakeholder.Amount wanted, boolean isOpen) {
        Stakeholder.Amount amount = isRoutine(news, traits) ? Stakeholder.Amount.PROBLEMS : wanted;
        boolean isTold = PROBLEMS.contains(news.what())
                || news.what().equals("run.succeeded")
                || (traits.isNoticeable() && NOTICED.contains(news.what()));
        if (!isTold || isSilent(news, amount, isOpen)) {
            return List.of();
        }
        return List.of(new Draft(
                Medium.EMAIL,
                address,
                isOpen ? Act.REPLY : Act.OPEN,
                false,
                MailWording.subject(news),
                MailWording.text(news, traits),
                MailWording.html(news, traits)));
    }

    private static boolean isSilent(RunNews news, Stakeholder.Amount amount, boolean isOpen) {
        return amount == Stakeholder.Amount.PROBLEMS && !isOpen && !PROBLEMS.contains(news.what());
    }

    private static boolean isLoud(RunNews news, Traits traits) {
        return PROBLEMS.contains(news.what()) || (news.what().equals("run.succeeded") && traits.isNoticeable());
    }

    private static Draft slack(String channel, Act act, boolean broadcast, String text) {
        return new Draft(Medium.SLACK, channel, act, broadcast, "", text, null);
    }
}
