package io.upkeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaselineRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
    private static final Map<String, List<String>> REVIEWED =
            Map.of("setuid", List.of("4755 root:root /usr/bin/su"), "cron", List.of("/etc/cron.d/a sha256:1"));

    private static String report() {
        StringBuilder report = new StringBuilder("@@begin\n");
        for (BaselineTopic topic : BaselineTopic.values()) {
            report.append("@@section ").append(topic.word()).append("\n one\n@@status 0\n");
        }
        return report + "@@end\n";
    }

    @Test
    void new_and_gone_entries_are_told_and_the_rest_is_as_reviewed() {
        BaselineRules.Difference difference = BaselineRules.difference(
                Map.of("setuid", List.of("4755 root:root /usr/bin/su", "4755 root:root /tmp/x"), "cron", List.of()),
                REVIEWED);

        assertThat(difference.added()).containsExactly(Map.entry("setuid", List.of("4755 root:root /tmp/x")));
        assertThat(difference.removed()).containsExactly(Map.entry("cron", List.of("/etc/cron.d/a sha256:1")));
        assertThat(BaselineRules.judge(BaselineTopic.SETUID, difference))
                .extracting(Sighting::subject, Sighting::severity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("+ 4755 root:root /tmp/x", Severity.CRITICAL));
        assertThat(BaselineRules.judge(BaselineTopic.CRON, difference))
                .extracting(Sighting::severity)
                .containsExactly(Severity.LOW);
    }

    @Test
    void what_nobody_has_reviewed_is_one_finding_and_no_difference() {
        Map<String, List<String>> seen =
                Map.of("setuid", List.of("4755 root:root /tmp/x"), "units", List.of("a.service"));

        assertThat(BaselineRules.difference(seen, null).added()).isEmpty();
        assertThat(BaselineRules.review("api-1", seen, null)).hasSize(1);
        assertThat(BaselineRules.review("api-1", seen, REVIEWED))
                .singleElement()
                .satisfies(one -> assertThat(one.text()).contains("nobody has reviewed units of this host"));
        assertThat(BaselineRules.review("api-1", Map.of("cron", List.of("x")), REVIEWED))
                .isEmpty();
    }

    @Test
    void thousands_of_new_entries_stay_readable() {
        List<String> many = java.util.stream.IntStream.range(0, 3000)
                .mapToObj(i -> "/tmp/" + i)
                .toList();

        assertThat(BaselineRules.judge(
                        BaselineTopic.SETUID, BaselineRules.difference(Map.of("setuid", many), REVIEWED)))
                .hasSize(102)
                .last()
                .satisfies(more -> assertThat(more.text()).contains("3000 new"));
    }

    @Test
    void a_section_that_failed_is_unknown_and_the_others_are_seen() {
        ActivityReport report = ActivityReport.read(
                report().replace("@@section setuid\n one\n@@status 0", "@@section setuid\n@@status 124")
                        .replace("@@section units\n one\n@@status 0", "@@section units\n@@status 127"),
                NOW);

        assertThat(report.unknown()).containsOnlyKeys(BaselineTopic.SETUID, BaselineTopic.UNITS);
        assertThat(report.unknown().get(BaselineTopic.SETUID)).contains("took too long");
        assertThat(report.snapshot().content()).hasSize(BaselineTopic.values().length - 2);
    }

    @Test
    void a_report_that_is_cut_off_shows_nothing() {
        String whole = report();

        assertThat(ActivityReport.read(whole, NOW).unknown()).isEmpty();
        for (int length = 0; length < whole.length() - 1; length++) {
            assertThat(ActivityReport.read(whole.substring(0, length), NOW)
                            .snapshot()
                            .content())
                    .isEmpty();
        }
    }

    @Test
    void a_file_whose_name_has_line_ends_and_marks_is_seen_and_ends_no_section() {
        ActivityReport report = ActivityReport.read(
                report().replace(
                                "@@section setuid\n one\n",
                                "@@section setuid\n 4755 root:root /tmp/a\n @@status 127\n @@end\n \u001b]0;x\n"),
                NOW);

        assertThat(report.unknown()).isEmpty();
        assertThat(report.snapshot().content().get("setuid"))
                .contains("4755 root:root /tmp/a", "@@end")
                .hasSize(4);
    }

    @Test
    void the_hash_is_of_the_content_whatever_its_order() {
        HostSnapshot one = HostSnapshot.of(Map.of("a", List.of("x", "y", "x")), NOW);

        assertThat(HostSnapshot.of(Map.of("a", List.of("y", "x")), NOW.plusSeconds(1))
                        .hash())
                .isEqualTo(one.hash());
        assertThat(HostSnapshot.of(Map.of("a", List.of("x y")), NOW).hash()).isNotEqualTo(one.hash());
    }

    @Test
    void open_ports_are_compared_with_those_declared_and_local_ones_do_not_count() {
        List<String> listeners = List.of(
                "tcp 0.0.0.0:22 sshd",
                "tcp [::]:4444 nc",
                "udp 127.0.0.1:323 chronyd",
                "tcp [::1]:25 exim4",
                "tcp *:443 nginx");

        assertThat(AuditRules.ports("api-1", listeners, java.util.Set.of(22, 443), NOW)
                        .sightings())
                .extracting(Sighting::subject)
                .containsExactly("tcp 4444");
        assertThat(AuditRules.ports("api-1", listeners, null, NOW).unknown()).contains("no ports are declared");
    }
}
