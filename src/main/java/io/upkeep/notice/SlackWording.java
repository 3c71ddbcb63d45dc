package io.upkeep.notice;

import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.RunNews;
import io.upkeep.run.RunState;
import io.upkeep.run.StepOutcome;
import java.util.Map;

/** The words of notices in Slack, in its mrkdwn. Everything that is not ours stands in code. */
final class SlackWording {

    private static final Map<RunState, String> SIGNS = Map.of(
            RunState.REQUESTED, ":white_circle:",
            RunState.RUNNING, ":large_blue_circle:",
            RunState.ROLLING_BACK, ":arrows_counterclockwise:",
            RunState.SUCCEEDED, ":white_check_mark:",
            RunState.ROLLED_BACK, ":leftwards_arrow_with_hook:",
            RunState.ROLLBACK_FAILED, ":rotating_light:",
            RunState.NEEDS_ATTENTION, ":rotating_light:",
            RunState.CANCELLED, ":no_entry_sign:",
            RunState.REJECTED, ":no_entry_sign:");

    private SlackWording() {}

    /** The parent message: what the run is and how it stands. */
    static String parent(RunNews news, PipelineTraits.Traits traits) {
        Run run = news.run();
        String text = "%s *%s* %s\nimpact: %s · asked for by %s · run %s"
                .formatted(
                        SIGNS.get(run.state()),
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
        String text = "%s *%s* %s".formatted(SIGNS.get(run.state()), name(run), Telling.happened(news));
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
