package io.upkeep.pipeline.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown at start when route files have mistakes; nothing was started. */
public final class RoutesRefused extends RuntimeException {

    private final transient List<Finding> findings;

    RoutesRefused(Path directory, List<Finding> findings) {
        super("%d mistake%s in the routes of %s:%n%s"
                .formatted(
                        findings.size(),
                        findings.size() == 1 ? "" : "s",
                        directory,
                        findings.stream().map(finding -> "  " + finding).collect(Collectors.joining("\n"))));
        this.findings = List.copyOf(findings);
    }

    /** What is wrong, sorted by place. */
    public List<Finding> findings() {
        return findings;
    }
}
