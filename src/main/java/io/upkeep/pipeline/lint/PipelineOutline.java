package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.StepBranch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A pipeline as its route file tells it, with everything that the route calls: what a person reads to do it by hand.
 *
 * @param file below the route directory
 * @param comments what stands above its route in the file, line by line
 * @param options as they are written: {@code inputs}, {@code targets}, {@code window} …
 * @param steps in the order of the text, those of called routes after the step that calls them
 * @param rollback the same of its rollback route; empty when it has none
 * @param branches steps of both that only some runs take
 */
public record PipelineOutline(
        String name,
        String description,
        String file,
        List<String> comments,
        Map<String, String> options,
        List<Timer> timers,
        List<Step> steps,
        List<Step> rollback,
        List<StepBranch> branches) {

    /** A timer that asks for runs of it. */
    public record Timer(String route, String cron, String zone) {

        /** Its zone where no setting is known: {@code upkeep.time-zone, UTC unless set}. */
        public String zoneWords() {
            return Placeholder.in(zone).stream()
                    .findFirst()
                    .map(setting -> setting.fallback() == null
                            ? setting.name()
                            : "%s, %s unless set".formatted(setting.name(), setting.fallback()))
                    .orElse(zone);
        }
    }

    /**
     * A step.
     *
     * @param path ids of the steps around it and its own, joined by {@code /}
     * @param description of the step or, without one, of the route it calls; empty when neither says anything
     */
    public record Step(String path, String description, List<Call> calls) {

        /** How many steps are around it. */
        public int depth() {
            return (int) path.chars().filter(c -> c == '/').count();
        }

        /** Its own id. */
        public String id() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /**
     * What a step does.
     *
     * @param uri {@code fleet:label:api}, {@code maintenance:back-up-files}, or {@code bean:backups.take}
     * @param script below the route directory; empty when it runs none
     * @param purpose the first comment of the script, or what the block or pipeline says of itself; empty for none
     * @param options as they are written
     */
    public record Call(String uri, String script, String purpose, Map<String, String> options) {}

    /** On what a step depends, such as {@code task is daily_checks}; empty for one that every run takes. */
    public String condition(Step step) {
        return branches.stream()
                .filter(branch -> branch.steps().contains(step.path()))
                .map(StepBranch::when)
                .collect(Collectors.joining(", and "));
    }

    /** The value of an option; empty when it is not written. */
    public String option(String name) {
        return options.getOrDefault(name, "");
    }
}
