package io.upkeep.notice;

import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunNews;
import io.upkeep.run.RunState;
import io.upkeep.run.StepOutcome;

/** The words of notices in Slack, in its mrkdwn. Everything that is not ours stands in code. */
final class SlackWording {

    private SlackWording() {}

    private static String sign(RunState state) {
        return switch (state) {
            case REQUESTED -> ":white_circle:";
            case WAITING, ROLLBACK_WAITING -> ":hourglass_flowing_sand:";
            case RUNNING -> ":large_blue_circle:";
            case PAUSED -> ":double_vertical_bar:";
            case ROLLING_BACK -> ":arrows_counterclockwise:";
            case SUCCEEDED -> ":white_check_mark:";
            case ROLLED_BACK -> ":leftwards_arrow_with_hook:";
            case ROLLBACK_FAILED, NEEDS_ATTENTION -> ":rotating_light:";
            case CANCELLED, REJECTED -> ":no_entry_sign:";
        };
    }

    /** The parent message: what the run is and how it stands. */
    static String parent(RunNews news, PipelineTraits.Traits traits) {
        Run run = news.run();
        String text = "%s *%s* %s\nimpact: %s · asked for by %s · run %s"
                .formatted(
                        sign(run.state()),
                        name(run),
                        Telling.happened(news),
                        Telling.impact(traits),
                        Escaped.slackCode(run.requestedBy()),
                        Escaped.slackCode(run.id().toString()));
        return run.failedStep() == null ? text : text + "\nfailed step: " + Escaped.slackCode(run.failedStep());
    }

    /** A message in the thread about the run. */
    static String reply(RunNews news) {
        Run run = news.run();
        String text = "%s *%s* %s".formatted(sign(run.state()), name(run), Telling.happened(news));
        if (run.failedStep() != null) {
            text += "\nfailed step: " + Escaped.slackCode(run.failedStep());
        }
        String why = Telling.why(run);
        return why == null ? text : text + "\n" + Escaped.slackBlock(why);
    }

    /** A message in the thread about a step that ended. */
    static String step(RunNews news) {
        String step = Escaped.slackCode(news.step().toString());
        String where = news.step().phase() == Phase.ROLLBACK ? " (rollback)" : "";
        if (news.outcome() instanceof StepOutcome.Failed failed) {
            return ":x: " + step + where + " failed\n" + Escaped.slackBlock(failed.failure());
        }
        return ":heavy_check_mark: " + step + where;
    }

    private static String name(Run run) {
        return Escaped.slackCode(run.pipeline());
    }
}
