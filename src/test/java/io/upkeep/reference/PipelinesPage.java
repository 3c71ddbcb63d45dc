package io.upkeep.reference;

import io.upkeep.pipeline.lint.PipelineOutline;
import io.upkeep.pipeline.lint.PipelineOutline.Step;
import io.upkeep.pipeline.lint.PipelineOutlines;
import io.upkeep.pipeline.timer.CronWords;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every pipeline of {@code routes/}, by the folder it stands in. */
final class PipelinesPage {

    private static final Map<String, String> FACTS = new LinkedHashMap<>();

    static {
        FACTS.put("inputs", "inputs");
        FACTS.put("targets", "works on");
        FACTS.put("impact", "users notice");
        FACTS.put("window", "window");
        FACTS.put("approval", "approval");
        FACTS.put("dependsOn", "after");
        FACTS.put("backupWithin", "backup within");
        FACTS.put("timeout", "at most");
    }

    private PipelinesPage() {}

    static String write() {
        StringBuilder text = new StringBuilder("""
                # Pipelines

                Generated from `routes/`. One in full, with what its steps do: `upkeep docs create procedure NAME`; what it would do now:
                `upkeep plan NAME`. Of targets that say `noticed: false`, such as staging's, users notice nothing, whatever stands here; they are
                locked all the same.
                """);
        Map<String, List<PipelineOutline>> domains = PipelineOutlines.read(Path.of("routes")).stream()
                .collect(Collectors.groupingBy(PipelinesPage::domain, TreeMap::new, Collectors.toList()));
        domains.forEach((domain, pipelines) -> {
            text.append("\n## ").append(domain).append('\n');
            pipelines.forEach(pipeline -> text.append(one(pipeline)));
        });
        return text.toString();
    }

    private static String domain(PipelineOutline pipeline) {
        Path folder = Path.of(pipeline.file()).getParent();
        return folder == null ? "other" : folder.getFileName().toString();
    }

    private static String one(PipelineOutline pipeline) {
        StringBuilder text = new StringBuilder("\n### %s\n\n%s.\n\n| | |\n|---|---|\n"
                .formatted(pipeline.name(), pipeline.description().replaceFirst("\\.$", "")));
        pipeline.timers()
                .forEach(timer -> text.append("| by itself | %s (%s), `%s` |\n"
                        .formatted(
                                CronWords.of(timer.cron()).orElse("`" + timer.cron() + "`"),
                                timer.zoneWords(),
                                timer.route())));
        FACTS.forEach((option, words) -> {
            if (!pipeline.option(option).isEmpty()) {
                text.append("| %s | `%s` |\n"
                        .formatted(words, pipeline.option(option).replace("|", "\\|")));
            }
        });
        text.append("| steps | %s |\n".formatted(steps(pipeline, pipeline.steps())));
        if (!pipeline.rollback().isEmpty()) {
            text.append("| when one fails | %s |\n".formatted(steps(pipeline, pipeline.rollback())));
        }
        return text.append("| file | [`%1$s`](../../routes/%1$s) |\n".formatted(pipeline.file()))
                .toString();
    }

    /** Those that only some runs take with what that depends on; from one of those to one of others leads no arrow. */
    private static String steps(PipelineOutline pipeline, List<Step> steps) {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (Step step : steps) {
            if (step.depth() == 0) {
                String condition = pipeline.condition(step);
                boolean isOther = !before.isEmpty() && !condition.isEmpty() && !before.equals(condition);
                text.append(text.isEmpty() ? "" : isOther ? " or " : " → ").append("`" + step.id() + "`");
                text.append(condition.isEmpty() ? "" : " (when " + condition + ")");
                before = condition;
            }
        }
        return text.toString();
    }
}
