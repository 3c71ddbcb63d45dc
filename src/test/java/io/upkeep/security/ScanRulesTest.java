package io.upkeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
    private static final SecurityProperties.Scans LIMITS =
            new SecurityProperties.Scans(Set.of("debsecan"), Duration.ofDays(2), Severity.MEDIUM, 60);

    private static String report(String debsecan) {
        return "@@begin\n@@section pending\n@@feed 60\n@@status 0\n@@section debsecan\n" + debsecan
                + "@@section trivy\n@@status 127\n@@section grype\n@@status 127\n@@end\n";
    }

    private static Look debsecan(String section) {
        return ScanRules.vulnerabilities("api-1", report(section), NOW, LIMITS).stream()
                .filter(look -> look.check().equals("debsecan"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CVE-2024-6387 openssh-server (fixed, remotely exploitable, high urgency) | openssh-server CRITICAL fixed
            CVE-2024-6387 openssh-server (high urgency)                              | openssh-server HIGH -
            CVE-2024-6387 openssh-server (remotely exploitable, medium urgency)      | openssh-server MEDIUM -
            CVE-2024-6387 openssh-server (remotely exploitable)                      | openssh-server LOW -
            TEMP-0000000-ABC tar                                                     | tar LOW -
            """)
    void debsecan_s_lines_are_read_as_its_summary_format_writes_them(String line, String expected) {
        Vulnerability read = Vulnerability.debsecan(line).orElseThrow();

        assertThat("%s %s %s"
                        .formatted(read.name(), read.severity(), read.fixed().isEmpty() ? "-" : "fixed"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "CVE-2024-1|curl|8.1|HIGH, HIGH",
        "CVE-2024-1|curl||Negligible, LOW",
        "GHSA-x|left-pad|2 |Critical, CRITICAL",
        "CVE-2024-1|curl|8.1|UNKNOWN, LOW"
    })
    void trivy_s_and_grype_s_lines_are_those_of_our_template(String line, Severity expected) {
        assertThat(Vulnerability.template(line).orElseThrow().severity()).isEqualTo(expected);
        assertThat(Vulnerability.template("no such line")).isEmpty();
    }

    @Test
    void a_clean_answer_of_a_fresh_feed_is_clean_and_of_an_old_or_ageless_one_unknown() {
        assertThat(debsecan("@@feed 3600\n@@status 0\n").unknown()).isNull();
        assertThat(debsecan("@@feed 172801\n@@status 0\n").unknown()).contains("48 h old", "says nothing");
        assertThat(debsecan("@@status 0\n").unknown()).contains("nobody knows how old");
        assertThat(debsecan("@@feed x\n@@status 0\n").unknown()).contains("nobody knows how old");
    }

    @ParameterizedTest
    @CsvSource({
        "127, not installed; install it: apt-get install debsecan",
        "124, took too long",
        "66, no feed for this host's suite",
        "1, failed with status 1"
    })
    void a_scanner_that_did_not_do_its_work_is_unknown_with_what_to_do(String status, String words) {
        assertThat(debsecan("@@feed 60\n@@status " + status + "\n").unknown()).contains(words);
    }

    @Test
    void a_report_that_is_cut_off_makes_every_expected_check_unknown() {
        String whole = report("@@feed 60\n CVE-1 curl (high urgency)\n@@status 0\n");
        for (int length = 1; length < whole.length() - 1; length++) {
            List<Look> looks = ScanRules.vulnerabilities("api-1", whole.substring(0, length), NOW, LIMITS);
            assertThat(looks).hasSize(2).allMatch(look -> look.unknown() != null);
        }
        assertThat(ScanRules.vulnerabilities("api-1", whole, NOW, LIMITS)).allMatch(look -> look.unknown() == null);
    }

    @Test
    void what_a_host_prints_beside_the_form_is_passed_over_and_never_an_own_line() {
        Look look = debsecan("@@feed 60\n CVE-1 curl (high urgency)\n \u001b[2J\n @@status 1\n @@end\n@@status 0\n");

        assertThat(look.sightings()).extracting(Sighting::subject).containsExactly("curl");
    }
}
