package io.upkeep.notice;

import io.upkeep.run.Run;
import io.upkeep.run.RunNews;
import io.upkeep.text.Lasting;
import java.time.Duration;
import java.util.Map;

/** The plain words for a change of a run; hostile parts are left to the wording of each medium. */
final class Telling {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("run.requested", "is accepted"),
            Map.entry("run.waiting", "waits"),
            Map.entry("run.started", "has started"),
            Map.entry("run.continued", "goes on"),
            Map.entry("run.paused", "is paused"),
            Map.entry("run.stop_asked", "is asked to stop"),
            Map.entry("run.succeeded", "finished"),
            Map.entry("run.failed", "failed and is being undone"),
            Map.entry("run.rolled_back", "failed; what it did is undone"),
            Map.entry("run.rollback_failed", "failed, and so did its rollback: a person is needed"),
            Map.entry("run.needs_attention", "needs a person"),
            Map.entry("run.cancelled", "was cancelled"),
            Map.entry("run.rejected", "was rejected"),
            Map.entry("run.overran", "goes on past the end of its window"),
            Map.entry("run.resumed", "goes on"));

    private Telling() {}

    /** What happened, to follow the pipeline's name: {@code finished in 3 min 12 s}. */
    static String happened(RunNews news) {
        String words = WORDS.getOrDefault(news.what(), news.what());
        Run run = news.run();
        boolean isOver = run.startedAt() != null && run.finishedAt() != null;
        return isOver && news.what().equals("run.succeeded")
                ? words + " in " + Lasting.of(Duration.between(run.startedAt(), run.finishedAt()))
                : words;
    }

    /** {@code REDUCED-REDUNDANCY} as {@code reduced redundancy}. */
    static String impact(PipelineTraits.Traits traits) {
        return traits.impact().toLowerCase(java.util.Locale.ROOT).replace('-', ' ');
    }

    /** Why it failed or what it waits for; null when nothing is to be said. */
    static String why(Run run) {
        if (run.failure() != null) {
            return run.reason() == null ? run.failure() : run.failure() + "\n" + run.reason();
        }
        return run.reason();
    }
}
