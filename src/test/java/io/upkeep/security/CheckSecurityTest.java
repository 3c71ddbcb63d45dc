package io.upkeep.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.run.Run;
import io.upkeep.sandbox.SshHost;
import io.upkeep.security.Finding.State;
import io.upkeep.update.UpdatePipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The daily security checks on hosts that run the real scripts. */
class CheckSecurityTest extends UpdatePipelines {

    private static final String LOG = "var/log/auth.log";
    private static final String FEED = "var/lib/debsecan/mirror/bookworm";
    private static final String KNOWN = host("api-1").read(FEED);

    private static final String LISTENERS = "run/sandbox/listeners";
    private static final String LISTENING = host("api-1").read(LISTENERS);
    private static final String PASSWD = host("api-1").read("etc/passwd");

    @Autowired
    private Findings findings;

    @Autowired
    private Baselines baselines;

    @Autowired
    private Audits audits;

    private final String before = host("api-1").read(LOG);

    @BeforeEach
    void nothingIsKnown() {
        for (String table : List.of(
                "security_finding",
                "security_look",
                "login_position",
                "login_failure",
                "login_success",
                "security_baseline",
                "security_snapshot")) {
            jdbc.sql("DELETE FROM " + table).update();
        }
        jdbc.sql("DELETE FROM incident").update();
        jdbc.sql("DELETE FROM outbox WHERE type LIKE 'io.upkeep.security.%'").update();
    }

    @AfterEach
    void restore() throws IOException {
        host("api-1").write(LOG, before);
        Files.deleteIfExists(host("api-1").path(LOG + ".1"));
        Files.deleteIfExists(host("api-1").path("run/sandbox/no-journal"));
    }

    private Run check() {
        return succeeded(run("check-security", Map.of()));
    }

    private Optional<Finding> finding(String host, String check, String subject) {
        return findings.list(true, null, null, 200).stream()
                .filter(known -> known.host().equals(host)
                        && known.check().equals(check)
                        && known.subject().equals(subject))
                .findFirst();
    }

    private State state(String check, String subject) {
        return finding("api-1", check, subject).map(Finding::state).orElse(null);
    }

    private CheckState check(String host, String check) {
        return findings.checks().stream()
                .filter(known -> known.host().equals(host) && known.check().equals(check))
                .findFirst()
                .orElse(null);
    }

    private void logs(String... messages) {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
        StringBuilder log = new StringBuilder(host("api-1").read(LOG));
        for (String message : messages) {
            log.append(time).append(" api-1 ").append(message).append('\n');
        }
        append(log.toString());
    }

    /** As a log is written: the same file goes on. */
    private static void append(String text) {
        try {
            Files.writeString(host("api-1").path(LOG), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String failed(String user, String address, int process) {
        return "sshd-session[%d]: Failed password for invalid user %s from %s port 4 ssh2"
                .formatted(process, user, address);
    }

    private List<String> incidents(String state) {
        return jdbc.sql("SELECT title FROM incident WHERE kind = 'security' AND state = :state")
                .param("state", state)
                .query(String.class)
                .list();
    }

    @Test
    void many_failures_and_then_a_first_success_are_a_critical_finding_and_an_incident_until_a_person_answers_for_it() {
        check();
        for (int i = 0; i < 6; i++) {
            logs(failed("ada", "198.51.100.9", i));
        }
        logs("sshd-session[7]: Accepted password for ada from 198.51.100.9 port 4 ssh2");

        Run run = check();

        assertThat(says(run, "check-failed-logins"))
                .isEqualTo(
                        "looked at 4 hosts for failed-logins\n  failed-logins: 1 found on api-1, the worst CRITICAL");
        assertThat(says(run, "check-vulnerability-scans")).contains("pending-updates", "accounts");
        assertThat(says(run, "judge"))
                .contains("open (1 CRITICAL", "; 1 new, 0 closed now", "\n  new: CRITICAL api-1 failed-logins: ");
        Finding finding = finding("api-1", "failed-logins", "ada@198.51.100.9").orElseThrow();
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.text()).contains("after 6 failed attempts");
        assertThat(incidents("OPEN")).hasSize(1);
        assertThat(events(finding)).containsExactly(Findings.OPENED);

        findings.accept(
                finding.id(),
                "ada",
                "it was me, with a new telephone",
                Instant.now().plus(30, ChronoUnit.DAYS));
        check();

        assertThat(state("failed-logins", "ada@198.51.100.9")).isEqualTo(State.ACCEPTED);
        assertThat(incidents("RESOLVED")).hasSize(1);
    }

    private List<String> events(Finding finding) {
        return jdbc.sql("SELECT type FROM outbox WHERE subject = :id ORDER BY sequence")
                .param("id", finding.id().toString())
                .query(String.class)
                .list();
    }

    @Test
    void lines_are_counted_once_however_often_one_looks_and_a_hostile_name_changes_no_count() {
        for (int i = 0; i < 19; i++) {
            logs(failed("root from 10.0.0.1 port 22 ssh2", "198.51.100.9", i));
        }
        check();
        check();
        assertThat(finding("api-1", "failed-logins", "address 198.51.100.9")).isEmpty();

        logs(failed("x", "198.51.100.9", 20));
        check();

        assertThat(finding("api-1", "failed-logins", "address 198.51.100.9")
                        .orElseThrow()
                        .text())
                .startsWith("20 failed logins from 198.51.100.9");
        assertThat(finding("api-1", "failed-logins", "address 10.0.0.1")).isEmpty();
    }

    @Test
    void without_a_journal_the_file_is_read_across_its_rotation() throws IOException {
        host("api-1").write("run/sandbox/no-journal", "");
        check();
        for (int i = 0; i < 12; i++) {
            logs(failed("root", "198.51.100.9", i));
        }
        Files.move(host("api-1").path(LOG), host("api-1").path(LOG + ".1"));
        Path fresh = host("api-1").path(LOG);
        Files.writeString(fresh, "");
        for (int i = 12; i < 21; i++) {
            logs(failed("root", "198.51.100.9", i));
        }

        check();

        assertThat(finding("api-1", "failed-logins", "address 198.51.100.9")
                        .orElseThrow()
                        .text())
                .startsWith("21 failed logins");
        assertThat(finding("api-1", "failed-logins", "gap")).isEmpty();
    }

    @Test
    void a_host_that_is_down_is_unknown_and_its_findings_stay_open() {
        for (int i = 0; i < 20; i++) {
            logs(failed("x", "198.51.100.9", i));
        }
        check();
        assertThat(state("failed-logins", "address 198.51.100.9")).isEqualTo(State.OPEN);
        jdbc.sql("DELETE FROM login_failure").update();
        SANDBOX.breakPart("api-1", SshHost.DOWN);

        Run run = check();

        assertThat(check("api-1", "failed-logins").unknown()).contains("refused");
        assertThat(check("api-2", "failed-logins").unknown()).isNull();
        assertThat(state("failed-logins", "address 198.51.100.9")).isEqualTo(State.OPEN);
        assertThat(run.failedStep()).isNull();
        SANDBOX.healAll();
        check();
        assertThat(state("failed-logins", "address 198.51.100.9")).isEqualTo(State.CLOSED);
        assertThat(events(finding("api-1", "failed-logins", "address 198.51.100.9")
                        .orElseThrow()))
                .containsExactly(Findings.OPENED, Findings.CLOSED);
    }

    /** Changes to api-1 that an intruder would make, each with the check that sees it. */
    private static void intrude() throws IOException {
        host("api-1").write("usr/local/bin/x", "#!/bin/sh\n");
        Files.setAttribute(host("api-1").path("usr/local/bin/x"), "unix:mode", 04755);
        host("api-1").write("home/upkeep/.ssh/authorized_keys", "ssh-ed25519 AAAAC3Nza eve@evil\n");
        host("api-1")
                .write(LISTENERS, LISTENING + "tcp   LISTEN 0 5 0.0.0.0:4444 0.0.0.0:* users:((\"nc\",pid=9,fd=3))\n");
        host("api-1").write("etc/sudoers.d/eve", "eve ALL=(ALL) NOPASSWD: ALL\n");
        host("api-1").write("etc/cron.d/eve", "* * * * * root /tmp/x\n");
        host("api-1").write("etc/passwd", PASSWD + "toor:x:0:0::/root:/bin/sh\n");
        host("api-1").write("etc/systemd/system/x.service", "[Service]\nExecStart=/tmp/x\n");
        host("api-1").write("run/sandbox/dpkg-verify", "??5??????   /usr/bin/ls\n??5?????? c /etc/nginx/nginx.conf\n");
    }

    private static void leave() throws IOException {
        for (String file : List.of(
                "usr/local/bin/x",
                "home/upkeep/.ssh/authorized_keys",
                "etc/sudoers.d/eve",
                "etc/cron.d/eve",
                "etc/systemd/system/x.service",
                "run/sandbox/dpkg-verify")) {
            Files.deleteIfExists(host("api-1").path(file));
        }
        host("api-1").write(LISTENERS, LISTENING);
        host("api-1").write("etc/passwd", PASSWD);
    }

    private List<String> openOn(String host) {
        return findings.list(false, null, null, 200).stream()
                .filter(finding -> finding.host().equals(host) && finding.state() == State.OPEN)
                .filter(finding -> finding.check().equals(BaselineRules.REVIEW)
                        || BaselineTopic.of(finding.check()).isPresent())
                .map(finding -> finding.severity() + " " + finding.check() + " " + finding.subject())
                .sorted()
                .toList();
    }

    @Test
    void what_was_not_reviewed_opens_a_finding_and_closes_it_when_it_is_gone() throws IOException {
        check();
        assertThat(openOn("api-1")).containsExactly("MEDIUM baseline baseline");
        for (String host : List.of("api-1", "api-2", "web-1")) {
            baselines.accept(host, baselines.review(host).orElseThrow().hash(), "ada", "as it was installed");
        }
        assertThat(openOn("api-1")).isEmpty();
        try {
            intrude();
            check();

            assertThat(openOn("api-1").stream().map(words -> words.replaceAll("sha256:[0-9a-f]+", "#")))
                    .containsExactly(
                            "CRITICAL authorized-keys + /home/upkeep/.ssh/authorized_keys # eve@evil",
                            "CRITICAL setuid + 4755 root:root /usr/local/bin/x",
                            "CRITICAL sudoers + /etc/sudoers.d/eve: eve ALL=(ALL) NOPASSWD: ALL",
                            "CRITICAL uid-0 + toor",
                            "HIGH cron + /etc/cron.d/eve #",
                            "HIGH listeners + tcp 0.0.0.0:4444 nc",
                            "HIGH packages + ??5??????   /usr/bin/ls",
                            "HIGH units + /etc/systemd/system/x.service #",
                            "MEDIUM packages + ??5?????? c /etc/nginx/nginx.conf");
            assertThat(openOn("api-2")).isEmpty();
            // the account without a review is an open door, too
            assertThat(incidents("OPEN")).hasSize(5);
        } finally {
            leave();
        }
        check();

        assertThat(openOn("api-1")).isEmpty();
        assertThat(incidents("OPEN")).isEmpty();
    }

    @Test
    void what_a_failing_find_came_to_is_judged_and_nothing_is_gone_for_that() throws IOException {
        Path find = host("api-1").root().resolve("../../shims/find").normalize();
        try {
            intrude();
            check();
            baselines.accept("api-1", baselines.review("api-1").orElseThrow().hash(), "ada", "an exercise");
            Files.delete(host("api-1").path("usr/local/bin/x"));
            host("api-1").write("usr/local/bin/y", "#!/bin/sh\n");
            Files.setAttribute(host("api-1").path("usr/local/bin/y"), "unix:mode", 04755);
            Files.writeString(find, """
                    #!/bin/sh
                    /usr/bin/find "$@"
                    case "$*" in *-perm*) echo "find: './srv': Input/output error" >&2 && exit 1 ;; esac
                    """);
            assertThat(find.toFile().setExecutable(true)).isTrue();

            check();

            assertThat(check("api-1", "setuid").unknown()).contains("failed with status 1");
            assertThat(openOn("api-1")).containsExactly("CRITICAL setuid + 4755 root:root /usr/local/bin/y");
        } finally {
            Files.deleteIfExists(find);
            Files.deleteIfExists(host("api-1").path("usr/local/bin/y"));
            leave();
        }
    }

    @Test
    void what_a_person_has_seen_is_what_they_accept_and_nothing_that_came_later() throws IOException {
        check();
        String seen = baselines.review("api-1").orElseThrow().hash();
        try {
            intrude();
            check();

            assertThatThrownBy(() -> baselines.accept("api-1", seen, "ada", "looks right"))
                    .isInstanceOf(FindingRefused.class)
                    .hasMessageContaining("is not as you have seen it");
            Baselines.Review now = baselines.review("api-1").orElseThrow();
            assertThat(baselines
                            .accept("api-1", now.hash(), "ada", "an exercise")
                            .acceptedBy())
                    .isEqualTo("ada");
            assertThat(openOn("api-1")).isEmpty();
        } finally {
            leave();
        }
        check();
        assertThat(openOn("api-1"))
                .contains("LOW setuid - 4755 root:root /usr/local/bin/x")
                .allMatch(words -> words.startsWith("LOW"));
    }

    @Test
    void a_vulnerability_opens_a_finding_by_package_and_closes_it_once_it_is_mended() {
        try {
            host("api-1")
                    .write(
                            FEED,
                            KNOWN + "CVE-2024-6387 openssh-server (fixed, remotely exploitable, high urgency)\n"
                                    + "CVE-2023-9999 openssh-server (medium urgency)\nCVE-2024-0003 zlib1g (low urgency)\n");
            host("api-1")
                    .write(
                            "run/sandbox/lynis",
                            "warning[]=FIRE-4512|iptables module(s) loaded, but no rules active|-|-|\n");
            check();

            Finding found = finding("api-1", "debsecan", "openssh-server").orElseThrow();
            assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(found.text())
                    .contains("2 known vulnerabilities", "1 with a fix", "CVE-2024-6387, CVE-2023-9999");
            assertThat(finding("api-1", "debsecan", "zlib1g")).isEmpty();
            assertThat(finding("api-1", "lynis", "FIRE-4512").orElseThrow().severity())
                    .isEqualTo(Severity.MEDIUM);
            assertThat(host("api-1").read("var/log/shims.log"))
                    .as("a look fetches no package lists")
                    .contains("lynis audit system")
                    .doesNotContain("apt-get -q=2 update");
            assertThat(finding("api-1", "pending-updates", "libssl3")
                            .orElseThrow()
                            .severity())
                    .isEqualTo(Severity.HIGH);
            assertThat(check("api-1", "trivy")).isNull();
        } finally {
            host("api-1").write(FEED, KNOWN);
            host("api-1").write("run/sandbox/lynis", "");
        }
        check();

        assertThat(state("debsecan", "openssh-server")).isEqualTo(State.CLOSED);
        assertThat(state("lynis", "FIRE-4512")).isEqualTo(State.CLOSED);
    }

    @Test
    void an_old_feed_or_a_missing_scanner_is_unknown_and_closes_nothing() throws IOException {
        host("api-1").write(FEED, KNOWN + "CVE-2024-6387 openssh-server (high urgency)\n");
        check();
        assertThat(state("debsecan", "openssh-server")).isEqualTo(State.OPEN);
        try {
            host("api-1").write(FEED, KNOWN);
            Files.setLastModifiedTime(
                    host("api-1").path(FEED), FileTime.from(Instant.now().minus(3, ChronoUnit.DAYS)));
            check();
            assertThat(check("api-1", "debsecan").unknown()).contains("72 h old, more than 48 h");

            host("api-1").write("run/sandbox/no-debsecan", "");
            check();
            assertThat(check("api-1", "debsecan").unknown()).contains("not installed", "apt-get install debsecan");

            Files.delete(host("api-1").path(FEED));
            Files.delete(host("api-1").path("run/sandbox/no-debsecan"));
            check();
            assertThat(check("api-1", "debsecan").unknown()).contains("no feed for this host's suite");
            assertThat(check("api-1", "pending-updates").unknown()).isNull();
            assertThat(state("debsecan", "openssh-server")).isEqualTo(State.OPEN);
        } finally {
            Files.deleteIfExists(host("api-1").path("run/sandbox/no-debsecan"));
            host("api-1").write(FEED, KNOWN);
        }
    }

    @Test
    void an_audit_keeps_a_report_by_severity_says_what_is_missing_and_compares_with_the_one_before()
            throws IOException {
        Run audit = succeeded(run("audit-security", Map.of()));
        assertThat(says(audit, "report-audit"))
                .startsWith("the audit is complete: ")
                .endsWith("; it is the first; read its report: upkeep findings audit");
        AuditReport first = audits.newest(1).get(0);
        assertThat(first.complete()).as(first.report()).isTrue();
        assertThat(first.report())
                .contains("Complete: every check could look", "this is the first audit", "nobody has reviewed");

        host("api-1")
                .write(LISTENERS, LISTENING + "tcp   LISTEN 0 5 0.0.0.0:4444 0.0.0.0:* users:((\"nc\",pid=9,fd=3))\n");
        SANDBOX.breakPart("web-1", SshHost.DOWN);
        try {
            succeeded(run("audit-security", Map.of()));
        } finally {
            leave();
        }

        AuditReport second = audits.newest(1).get(0);
        assertThat(second.complete()).isFalse();
        assertThat(second.report())
                .contains(
                        "INCOMPLETE",
                        "web-1 failed-logins: ",
                        "## HIGH",
                        "port 4444 (tcp 0.0.0.0:4444 nc) is open and not declared")
                .contains("New since " + first.at(), "HIGH api-1 ports tcp 4444");
        assertThat(incidents("OPEN")).contains("the security audit is incomplete");
    }
}
