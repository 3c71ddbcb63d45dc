package io.upkeep.pipeline.lint;

import java.util.Comparator;

/**
 * One mistake in a route file.
 *
 * @param file as the caller named the directory, so that an editor can open it: {@code routes/pipelines/x.camel.yaml}
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, with the value
 * @param fix what to write instead
 */
public record Finding(String file, int line, int column, String message, String fix) implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::message);

    static Finding at(RouteFile file, Yaml place, String message, String fix) {
        return new Finding(file.name(), place.line(), place.column(), message, fix);
    }

    /** From a message that ends in its own fix: {@code what is wrong; write …}. */
    static Finding of(Route route, Yaml place, String message) {
        int end = message.indexOf("; ");
        return end < 0
                ? at(route.file(), place, message, "correct it")
                : at(route.file(), place, message.substring(0, end), message.substring(end + 2));
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column: message — fix}. */
    @Override
    public String toString() {
        return "%s:%d:%d: %s — %s".formatted(file, line, column, message, fix);
    }
}
