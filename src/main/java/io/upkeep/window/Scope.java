package io.upkeep.window;

import io.upkeep.target.Selector;
import io.upkeep.text.NamePattern;
import io.upkeep.text.Shown;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a window or a freeze is for.
 *
 * @param pipelines names, {@code *} at the end stands for any; empty for all
 * @param targets a selector; empty text for all
 * @param exceptions pipelines it is not for, written as the names above
 */
public record Scope(List<String> pipelines, String targets, List<String> exceptions) {

    /** Everything. */
    public static final Scope ALL = new Scope(List.of(), "", List.of());

    private static final Pattern PIPELINE = Pattern.compile("[a-z][a-z0-9-]*\\*?|\\*");

    /**
     * Checks and keeps copies.
     *
     * @throws IllegalArgumentException naming the pipeline or selector that is not one
     */
    public Scope {
        pipelines = List.copyOf(pipelines);
        exceptions = List.copyOf(exceptions);
        targets = targets == null ? "" : targets.strip();
        pipelines.forEach(Scope::require);
        exceptions.forEach(Scope::require);
        if (!targets.isEmpty()) {
            Selector.parse(targets);
        }
    }

    private static void require(String pipeline) {
        if (!PIPELINE.matcher(pipeline).matches()) {
            throw new IllegalArgumentException("pipeline '%s' is not a name; write deploy-configuration, or deploy-*"
                    .formatted(Shown.of(pipeline)));
        }
    }

    /** Whether the work lies wholly inside: a window for some targets is not for work that touches others too. */
    boolean covers(Work work) {
        if (!isFor(work.pipeline())) {
            return false;
        }
        boolean hasTargets = !work.targets().isEmpty();
        return targets.isEmpty() || (hasTargets && work.targets().stream().allMatch(Selector.parse(targets)::matches));
    }

    /** Whether the work is concerned at all: a freeze of some targets holds work that touches one of them. */
    boolean touches(Work work) {
        return isFor(work.pipeline())
                && (targets.isEmpty() || work.targets().stream().anyMatch(Selector.parse(targets)::matches));
    }

    private boolean isFor(String pipeline) {
        return (pipelines.isEmpty() || names(pipelines, pipeline)) && !names(exceptions, pipeline);
    }

    private static boolean names(List<String> patterns, String pipeline) {
        return patterns.stream().anyMatch(pattern -> NamePattern.matches(pattern, pipeline));
    }
}
