package io.upkeep.pipeline.lint;

import java.util.Comparator;

/**
 * One mistake in a route file.
 *
 * @param rule the id of the rule it breaks, explained in {@code docs/reference/validation.md}: {@code step-twice}
 * @param file as the caller named the directory, so that an editor can open it: {@code routes/pipelines/x.camel.yaml}
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, with the value
 * @param fix what to write instead
 */
public record Finding(String rule, String file, int line, int column, String message, String fix)
        implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::message)
            .thenComparing(Finding::rule);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column: message — fix [rule]}. */
    @Override
    public String toString() {
        return "%s:%d:%d: %s — %s [%s]".formatted(file, line, column, message, fix, rule);
    }
}
