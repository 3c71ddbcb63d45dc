package io.upkeep.pipeline.lint;

import java.time.Instant;
import java.util.List;

/**
 * What became of changes that were saved to the route files while Upkeep ran.
 *
 * @param files the changed files
 * @param findings the mistakes for which they were refused; empty for other results
 * @param explanation one sentence for a person
 */
public record Reload(Instant at, Result result, List<String> files, List<Finding> findings, String explanation) {

    /** How it ended. */
    public enum Result {
        /** The new routes run. */
        APPLIED,
        /** The old routes run on: the files have mistakes. */
        REFUSED,
        /** The old routes run on: Camel could not start the new ones. */
        FAILED,
        /** The old routes run on until the run that uses them has ended. */
        WAITING
    }

    /** Copies the lists. */
    public Reload {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }
}
