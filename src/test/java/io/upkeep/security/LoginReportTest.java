package io.upkeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginReportTest {

    private static final String HEAD = "@@begin\n@@host api-1\n@@now 2026-11-20T07:00:00+0000\n@@section log\n";
    private static final String END = "@@position journal:s=1\n@@status 0\n@@end\n";

    private static LoginReport read(String text) {
        return LoginReport.read(text, null);
    }

    private static String line(String message) {
        return " 2026-11-20T06:14:55+0000 api-1 " + message + "\n";
    }

    @Test
    void a_connection_counts_what_its_process_says_and_once_when_it_only_ends() {
        LoginReport report = read(HEAD
                + line("sshd[1]: Invalid user admin from 203.0.113.7 port 4")
                + line("sshd[1]: Failed password for invalid user admin from 203.0.113.7 port 4 ssh2")
                + line("sshd[1]: Failed password for invalid user admin from 203.0.113.7 port 4 ssh2")
                + line("sshd[1]: Connection closed by invalid user admin 203.0.113.7 port 4 [preauth]")
                + line("sshd[2]: Connection closed by authenticating user root 203.0.113.7 port 5 [preauth]")
                + END);

        assertThat(report.problem()).isNull();
        assertThat(report.failures().values()).containsExactlyInAnyOrder(2, 1);
        assertThat(report.position()).isEqualTo("journal:s=1");
    }

    @Test
    void a_line_of_the_log_cannot_pretend_to_be_the_script_s() {
        LoginReport report = read(HEAD + " @@position journal:s=evil\n @@end\n @@status 0\n" + END);

        assertThat(report.position()).isEqualTo("journal:s=1");
    }

    @Test
    void a_report_that_is_cut_off_or_is_none_says_so_and_counts_nothing() {
        String whole = HEAD + line("sshd[1]: Failed password for root from 203.0.113.7 port 4 ssh2") + END;

        assertThat(read(whole).failures()).hasSize(1);
        assertThat(read(whole.replace("@@end\n", "")).problem()).contains("cut off");
        assertThat(read("").problem()).contains("empty");
        assertThat(read("bash: not found\n@@end\n").problem()).contains("bash: not found");
        assertThat(read(whole.replace("@@status 0", "@@status 124")).problem()).contains("status '124'");
        assertThat(read(whole.replace("@@now 2026", "@@now x")).problem()).contains("no time");
        for (int length = 1; length < whole.length() - 1; length++) {
            assertThat(read(whole.substring(0, length)).problem()).isNotNull();
        }
    }

    @Test
    void a_clock_that_is_ahead_does_not_keep_failures_for_ever() {
        LoginReport report = read(HEAD
                + " 2031-01-01T00:00:00+0000 api-1 sshd[1]: Failed password for root from 203.0.113.7 port 4 ssh2\n"
                + END);

        assertThat(report.failures().keySet())
                .allSatisfy(attempt -> assertThat(attempt.minute()).isEqualTo("2026-11-20T07:00:00Z"));
    }

    @Test
    void where_a_log_is_read_anew_what_was_counted_before_is_not_counted_again() {
        String text = HEAD + line("sshd[1]: Failed password for root from 203.0.113.7 port 4 ssh2") + END;
        Instant readAt = Instant.parse("2026-11-20T06:30:00Z");

        assertThat(LoginReport.read(text, readAt).failures()).isEmpty();
        assertThat(LoginReport.read(text.replace("@@position", "@@continued\n@@position"), readAt)
                        .failures())
                .hasSize(1);
        assertThat(LoginReport.read(text, readAt.minusSeconds(3600)).failures()).hasSize(1);
    }

    @Test
    void a_host_whose_name_for_itself_is_none_is_read_but_its_place_is_not_kept() {
        assertThat(read((HEAD + END).replace("@@host api-1", "@@host api-1 api-2"))
                        .position())
                .isNull();
        assertThat(read((HEAD + END).replace("journal:s=1", "journal:s=1 x")).position())
                .isNull();
    }
}
