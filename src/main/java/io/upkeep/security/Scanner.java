package io.upkeep.security;

import java.util.Optional;

/** What tells of known vulnerabilities: a section of {@code vulnerability-report.sh}, and a check of its own. */
enum Scanner {
    DEBSECAN(
            "debsecan",
            "install it: apt-get install debsecan",
            "mirror https://security-tracker.debian.org/tracker/debsecan/release/1/<suite> to the host (upkeep.security.feed)"),
    TRIVY(
            "trivy",
            "install trivy as https://trivy.dev says",
            "bring its database to the host: trivy image --download-db-only"),
    GRYPE(
            "grype",
            "install grype as https://github.com/anchore/grype says",
            "bring its database to the host: grype db import");

    private final String word;
    private final String whenMissing;
    private final String whenStale;

    Scanner(String word, String whenMissing, String whenStale) {
        this.word = word;
        this.whenMissing = whenMissing;
        this.whenStale = whenStale;
    }

    String word() {
        return word;
    }

    /** Reads a line of what it prints. */
    Optional<Vulnerability> read(String line) {
        return this == DEBSECAN ? Vulnerability.debsecan(line) : Vulnerability.template(line);
    }

    /** What a person does on a host that does not have it. */
    String whenMissing() {
        return whenMissing;
    }

    /** What a person does when what it knows is too old. */
    String whenStale() {
        return whenStale;
    }
}
