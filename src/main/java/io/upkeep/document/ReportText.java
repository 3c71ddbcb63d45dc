package io.upkeep.document;

import io.upkeep.document.Activity.Decision;
import io.upkeep.document.Activity.Done;
import io.upkeep.document.Activity.Opening;
import io.upkeep.document.Activity.Stored;
import io.upkeep.document.Activity.Trouble;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says how a period went: what was done and how often, what failed, what people overrode, what needed a person. */
final class ReportText {

    private static final int MOST = 100;

    private ReportText() {}

    static String of(
            Times times,
            List<Done> runs,
            List<Decision> decisions,
            List<Trouble> incidents,
            List<Stored> backups,
            List<Opening> windows) {
        return "\n## Maintenance\n\n" + pipelines(runs)
                + "\n## What failed\n\n" + failures(runs, times)
                + "\n## Windows\n\n" + windows(windows, times)
                + "\n## Backups\n\n" + backups(backups)
                + "\n## What people overrode\n\n" + overrides(decisions, times)
                + "\n## Incidents\n\n" + LogText.incidents(incidents, times);
    }

    private static String pipelines(List<Done> runs) {
        if (runs.isEmpty()) {
            return "There were no runs.\n";
        }
        Map<String, List<Done>> each =
                runs.stream().collect(Collectors.groupingBy(Done::pipeline, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder(
                "| pipeline | runs | succeeded | rolled back | other ends |\n|---|---|---|---|---|\n");
        each.forEach((pipeline, all) -> {
            long good = all.stream().filter(Done::isGood).count();
            long undone = all.stream()
                    .filter(run -> run.state().equals("ROLLED_BACK"))
                    .count();
            long rest = all.stream().filter(Done::isFinal).count() - good - undone;
            text.append(
                    "| %s | %d | %d | %d | %d |\n".formatted(Markdown.text(pipeline), all.size(), good, undone, rest));
        });
        return text.toString();
    }

    private static String failures(List<Done> runs, Times times) {
        List<Done> failed = runs.stream()
                .filter(run -> run.failure() != null && !run.isGood())
                .toList();
        if (failed.isEmpty()) {
            return "Nothing.\n";
        }
        String list = failed.stream()
                .limit(MOST)
                .map(run -> "- %s, %s, at %s, then %s: %s\n"
                        .formatted(
                                times.minute(run.requestedAt()),
                                Markdown.text(run.pipeline()),
                                Markdown.code(run.failedStep()),
                                LogText.state(run.state()),
                                Markdown.text(run.failure())))
                .collect(Collectors.joining());
        return failed.size() <= MOST ? list : list + "- and %d more\n".formatted(failed.size() - MOST);
    }

    private static String windows(List<Opening> windows, Times times) {
        return windows.isEmpty()
                ? "None closed.\n"
                : windows.stream()
                        .map(window -> "- %s, %s to %s: %s\n"
                                .formatted(
                                        Markdown.text(window.name()),
                                        times.minute(window.opens()),
                                        times.minute(window.closes()),
                                        LogText.state(window.state())))
                        .collect(Collectors.joining());
    }

    private static String backups(List<Stored> backups) {
        return backups.isEmpty()
                ? "None were taken.\n"
                : "| series | state | backups | MB |\n|---|---|---|---|\n"
                        + backups.stream()
                                .map(each -> "| %s | %s | %d | %d |\n"
                                        .formatted(
                                                Markdown.text(each.series()),
                                                LogText.state(each.state()),
                                                each.count(),
                                                each.bytes() / 1_000_000))
                                .collect(Collectors.joining());
    }

    private static String overrides(List<Decision> decisions, Times times) {
        String list = decisions.stream()
                .filter(decision -> decision.what().startsWith("overrode"))
                .map(decision -> "- %s, %s %s: %s\n"
                        .formatted(
                                times.minute(decision.at()),
                                Markdown.text(decision.person()),
                                Markdown.text(decision.what()),
                                Markdown.text(decision.words())))
                .collect(Collectors.joining());
        return list.isEmpty() ? "Nothing.\n" : list;
    }
}
