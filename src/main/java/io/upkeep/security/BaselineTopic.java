package io.upkeep.security;

import java.util.Arrays;
import java.util.Optional;

/** What of a host is compared with what a person has reviewed: a section of {@code activity-report.sh}, and a check of its own. */
enum BaselineTopic {
    LISTENERS("listeners", Severity.HIGH, "listens", "install iproute2: apt-get install iproute2"),
    SETUID(
            "setuid",
            Severity.CRITICAL,
            "runs with the rights of its owner or group",
            "see why find fails on this host"),
    AUTHORIZED_KEYS("authorized-keys", Severity.CRITICAL, "may log in", "see why /etc/passwd cannot be read"),
    SUDOERS("sudoers", Severity.CRITICAL, "may act as another user", "see why /etc/sudoers cannot be read"),
    CRON("cron", Severity.HIGH, "is run by cron", "see why /etc/cron.d cannot be read"),
    UID_0("uid-0", Severity.CRITICAL, "is an account with all rights", "see why /etc/passwd cannot be read"),
    UNITS("units", Severity.HIGH, "is started by systemd", "this host has no systemctl; there is nothing to install"),
    PACKAGES(
            "packages",
            Severity.HIGH,
            "differs from its package",
            "this host has no dpkg; there is nothing to install");

    private final String word;
    private final Severity severity;
    private final String means;
    private final String whenMissing;

    BaselineTopic(String word, Severity severity, String means, String whenMissing) {
        this.word = word;
        this.severity = severity;
        this.means = means;
        this.whenMissing = whenMissing;
    }

    /** Its section of the report, and its check's name. */
    String word() {
        return word;
    }

    /** How bad it is that this is there and was not reviewed; a changed configuration file is milder than a changed program. */
    Severity severity(String entry) {
        return this == PACKAGES && entry.matches("\\S+ +c .*") ? Severity.MEDIUM : severity;
    }

    /** Such as {@code /usr/bin/x runs with the rights of its owner}. */
    String means() {
        return means;
    }

    /** What a person does where the command is missing. */
    String whenMissing() {
        return whenMissing;
    }

    static Optional<BaselineTopic> of(String word) {
        return Arrays.stream(values()).filter(topic -> topic.word.equals(word)).findFirst();
    }
}
