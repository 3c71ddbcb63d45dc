package io.upkeep.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The document of an audit: findings by severity, what nobody knows, and what changed since the audit before. */
final class AuditText {

    private AuditText() {}

    /** One finding in a line that is the same at each audit that sees it. */
    static String line(Finding finding) {
        return "%s %s %s %s".formatted(finding.severity(), finding.host(), finding.check(), finding.subject());
    }

    /**
     * Writes it.
     *
     * @param findings open and accepted ones
     * @param unknown what could not be looked at, in words
     * @param before the audit before; null when this is the first
     */
    static String write(Occasion audit, List<Finding> findings, List<String> unknown, AuditReport before) {
        List<String> lines = new ArrayList<>();
        lines.add("# Security audit, %s".formatted(audit.at()));
        lines.add("");
        lines.add("Run %s. %s"
                .formatted(
                        audit.run(),
                        unknown.isEmpty()
                                ? "Complete: every check could look at every host."
                                : "INCOMPLETE: %d checks could not look; what they would have found is not in this report."
                                        .formatted(unknown.size())));
        section(lines, "Not looked at", unknown);
        Arrays.stream(Severity.values())
                .sorted(Comparator.reverseOrder())
                .forEach(severity -> section(
                        lines,
                        severity.name(),
                        findings.stream()
                                .filter(finding -> finding.severity() == severity)
                                .map(AuditText::words)
                                .toList()));
        compare(lines, findings.stream().map(AuditText::line).toList(), before);
        return String.join("\n", lines) + "\n";
    }

    /** Whose document it is. */
    record Occasion(java.util.UUID run, Instant at) {}

    private static String words(Finding finding) {
        String accepted = finding.state() == Finding.State.ACCEPTED
                ? " [accepted by %s until %s: %s]"
                        .formatted(finding.acceptedBy(), finding.acceptedUntil(), finding.acceptedReason())
                : "";
        return "%s %s: %s%s".formatted(finding.host(), finding.check(), finding.text(), accepted);
    }

    private static void compare(List<String> lines, List<String> now, AuditReport before) {
        if (before == null) {
            section(lines, "Since the audit before", List.of("this is the first audit"));
            return;
        }
        section(lines, "New since " + before.at(), without(now, before.findings()));
        section(lines, "Gone since " + before.at(), without(before.findings(), now));
        if (!before.complete()) {
            lines.add("");
            lines.add("The audit before was incomplete: what is new may have been there.");
        }
    }

    static List<String> without(Collection<String> lines, Collection<String> others) {
        Set<String> known = new HashSet<>(others);
        return lines.stream().filter(line -> !known.contains(line)).collect(Collectors.toList());
    }

    private static void section(List<String> lines, String title, List<String> entries) {
        lines.add("");
        lines.add("## %s (%d)".formatted(title, entries.size()));
        lines.add("");
        // indented: Markdown shows what a host said as it is
        entries.forEach(entry -> lines.add("    " + entry));
    }
}
