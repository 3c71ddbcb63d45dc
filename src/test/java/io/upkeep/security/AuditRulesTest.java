package io.upkeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
    private static final SecurityProperties.Audit LIMITS =
            new SecurityProperties.Audit(Map.of(), Set.of("rescue"), Duration.ofDays(21));

    private static String report(String certificates, String accounts) {
        return "@@begin\n@@now 1\n@@section certificates\n" + certificates + "@@section accounts\n" + accounts
                + "@@end\n";
    }

    private static long in(Duration time) {
        return NOW.plus(time).getEpochSecond();
    }

    private static Look look(String check, String certificates, String accounts) {
        return AuditRules.judge("api-1", report(certificates, accounts), NOW, LIMITS).stream()
                .filter(look -> look.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_certificate_that_has_ended_is_worse_than_one_that_ends_soon() {
        String certificates =
                " %d /etc/nginx/old.pem\n %d /etc/nginx/soon.pem\n %d /etc/nginx/good.pem\n x /etc/no\n@@status 0\n"
                        .formatted(in(Duration.ofDays(-1)), in(Duration.ofDays(20)), in(Duration.ofDays(22)));

        assertThat(look("certificates", certificates, "@@status 0\n").sightings())
                .extracting(seen -> seen.severity() + " " + seen.subject())
                .containsExactly("HIGH /etc/nginx/old.pem", "MEDIUM /etc/nginx/soon.pem");
    }

    @Test
    void who_may_log_in_with_a_password_is_told_unless_that_is_agreed() {
        String accounts =
                " root 0 /bin/bash -\n eve 1001 /bin/bash password\n rescue 1002 /bin/sh password\n@@status 0\n";

        assertThat(look("login-accounts", "@@status 0\n", accounts).sightings())
                .extracting(Sighting::subject)
                .containsExactly("eve");
    }

    @Test
    void what_the_host_could_not_tell_is_unknown() {
        assertThat(look("certificates", "@@status 127\n", "@@status 0\n").unknown())
                .contains("apt-get install openssl");
        assertThat(look("login-accounts", "@@status 0\n", "@@status 2\n").unknown())
                .contains("status 2");
        assertThat(AuditRules.judge("api-1", "@@begin\n@@section certificates\n@@status 0\n", NOW, LIMITS))
                .hasSize(2)
                .allMatch(look -> look.unknown().contains("cut off"));
    }

    @Test
    void a_report_shows_what_a_host_says_as_it_is_and_tells_what_is_new_and_gone() {
        Look look = Look.saw("api-1", "cron", NOW, List.of());
        Finding hostile = Finding.opened(look, new Sighting("x", Severity.HIGH, "# not a heading <script>"), 1);
        Finding accepted = Finding.opened(look, new Sighting("y", Severity.LOW, "known"), 1)
                .accepted("ada", "agreed", NOW.plusSeconds(60));
        AuditReport before = new AuditReport(UUID.randomUUID(), NOW, false, List.of("LOW api-1 cron z"), "");

        String text = AuditText.write(
                new AuditText.Occasion(UUID.randomUUID(), NOW), List.of(hostile, accepted), List.of(), before);

        assertThat(text.lines().filter(line -> line.startsWith("#")))
                .containsExactly(
                        "# Security audit, 2026-11-20T06:00:00Z",
                        "## Not looked at (0)",
                        "## CRITICAL (0)",
                        "## HIGH (1)",
                        "## MEDIUM (0)",
                        "## LOW (1)",
                        "## New since 2026-11-20T06:00:00Z (2)",
                        "## Gone since 2026-11-20T06:00:00Z (1)");
        assertThat(text)
                .contains("    api-1 cron: # not a heading <script>", "[accepted by ada until", "    LOW api-1 cron z")
                .contains("The audit before was incomplete");
    }
}
