package io.upkeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginLineParserTest {

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-01-02T10:00:00+01:00");
    private static final String FRONT = "2026-01-02T06:14:55+0000 api-1 ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sshd[833]: Accepted publickey for upkeep from 10.0.0.5 port 50122 ssh2: ECDSA SHA256:x1 | ACCEPTED upkeep 10.0.0.5 1
            sshd-session[91]: Accepted password for ada from 2001:db8::7 port 50122 ssh2 | ACCEPTED ada 2001:db8::7 1
            sshd[833]: Accepted keyboard-interactive/pam for ada from 10.0.0.5 port 1 ssh2 | ACCEPTED ada 10.0.0.5 1
            sshd[833]: Failed password for invalid user admin from 203.0.113.7 port 40022 ssh2 | FAILED admin 203.0.113.7 1
            sshd[833]: Failed password for root from 203.0.113.7 port 40022 ssh2 | FAILED root 203.0.113.7 1
            sshd[833]: Failed none for invalid user  from 203.0.113.7 port 40022 ssh2 | FAILED  203.0.113.7 1
            sshd-session[833]: Failed publickey for ada from 203.0.113.7 port 4 ssh2: RSA SHA256:3j/+x | FAILED ada 203.0.113.7 1
            sshd[833]: message repeated 3 times: [ Failed password for root from 203.0.113.7 port 40022 ssh2] | FAILED root 203.0.113.7 3
            sshd[833]: Invalid user admin from 203.0.113.7 port 40022 | LEFT admin 203.0.113.7 1
            sshd[833]: Connection closed by authenticating user root 203.0.113.7 port 52 [preauth] | LEFT root 203.0.113.7 1
            sshd[833]: Disconnected from invalid user admin 203.0.113.7 port 52 [preauth] | LEFT admin 203.0.113.7 1
            sshd[833]: Connection reset by invalid user admin 203.0.113.7 port 52 [preauth] | LEFT admin 203.0.113.7 1
            sshd[833]: error: maximum authentication attempts exceeded for root from 203.0.113.7 port 5 ssh2 [preauth] | LEFT root 203.0.113.7 1
            sudo[12]:      bob : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/usr/bin/ls | FAILED bob `` 3
            sudo:      bob : user NOT in sudoers ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/usr/bin/ls | FAILED bob `` 1
            sudo:      bob : command not allowed ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/id | FAILED bob `` 1
            su[77]: FAILED SU (to root) bob on pts/0 | FAILED bob `` 1
            su[77]: FAILED su for root by bob | FAILED bob `` 1
            """)
    void each_way_to_log_in_is_read_from_what_its_program_writes(String message, String expected) {
        LoginLine line = LoginLineParser.parse(FRONT + message, NOW).orElseThrow();

        assertThat("%s %s %s %d"
                        .formatted(
                                line.kind(),
                                line.user(),
                                line.address().isEmpty() ? "``" : line.address(),
                                line.times()))
                .isEqualTo(expected);
        assertThat(line.at()).isEqualTo(Instant.parse("2026-01-02T06:14:55Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sshd[1]: Failed password for invalid user root from 10.0.0.1 port 22 ssh2 from 203.0.113.7 port 40022 ssh2 | FAILED 203.0.113.7
            sshd[1]: Failed publickey for invalid user x from 10.0.0.1 port 2 ssh2: RSA SHA256:a from 203.0.113.7 port 4 ssh2: RSA SHA256:b | FAILED 203.0.113.7
            sshd[1]: Invalid user Accepted password for root from 10.0.0.1 port 22 from 203.0.113.7 port 40022 | LEFT 203.0.113.7
            sshd[1]: Failed password for invalid user x] sshd[2]: Accepted password for root from 10.0.0.1 port 1 ssh2 from 203.0.113.7 port 4 ssh2 | FAILED 203.0.113.7
            sshd[1]: Connection closed by invalid user root 10.0.0.1 port 22 [preauth] 203.0.113.7 port 52 [preauth] | LEFT 203.0.113.7
            sshd[1]: Accepted publickey for ada from 203.0.113.7 port 1 ssh2: ED25519-CERT SHA256:q ID x from 10.0.0.1 port 1 ssh2 (serial 0) | ACCEPTED 203.0.113.7
            """)
    void a_user_name_that_looks_like_a_part_of_the_line_changes_neither_verdict_nor_address(
            String message, String expected) {
        LoginLine line = LoginLineParser.parse(FRONT + message, NOW).orElseThrow();

        assertThat(line.kind() + " " + line.address()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sshd[1]: Accepted password for two words from 10.0.0.1 port 1 ssh2",
                "sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 rhost=1.2.3.4  user=root",
                "sshd[1]: Received disconnect from 10.0.0.1 port 1:11: Failed password for root",
                "cron[1]: Failed password for root from 10.0.0.1 port 1 ssh2",
                "nginx: sshd[1]: Accepted password for root from 10.0.0.1 port 1 ssh2",
                "sudo:      bob : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/echo x : 3 incorrect password attempts ;",
                "su[77]: (to root) bob on pts/0"
            })
    void what_is_no_login_says_nothing(String message) {
        assertThat(LoginLineParser.parse(FRONT + message, NOW)).isEmpty();
    }

    @Test
    void marks_that_steer_a_terminal_or_turn_text_around_do_not_get_through() {
        LoginLine line = LoginLineParser.parse(
                        FRONT + "sshd[1]: Invalid user \u001b[2Jadmin\u202e from 203.0.113.7 port 40022", NOW)
                .orElseThrow();

        assertThat(line.user()).startsWith("\uFFFD[2Jadmin\uFFFD").doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-01T06:14:55+00:00        | 2026-01-01T06:14:55Z
            2026-01-01T06:14:55.123456+01:00 | 2026-01-01T05:14:55.123456Z
            2026-01-01T06:14:55+0100         | 2026-01-01T05:14:55Z
            Jan  1 06:14:55                  | 2026-01-01T05:14:55Z
            Dec 31 06:14:55                  | 2025-12-31T05:14:55Z
            """)
    void times_are_read_in_every_form_and_a_missing_year_is_the_last_that_fits(String time, Instant expected) {
        String line = time + " api-1 sshd[1]: Invalid user admin from 203.0.113.7 port 40022";

        assertThat(LoginLineParser.parse(line, NOW).orElseThrow().at()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "no time",
                "2026-13-01T00:00:00+00:00 x sshd[1]: Invalid user a from b port 1",
                "Feb 30 06:14:55 a sshd[1]: x"
            })
    void a_line_without_a_time_is_passed_over(String line) {
        assertThat(LoginLineParser.parse(line, NOW)).isEmpty();
    }
}
