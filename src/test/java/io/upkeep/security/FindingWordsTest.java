package io.upkeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingWordsTest {

    private static final Instant NOW = Instant.parse("2026-11-29T05:40:00Z");

    private static Look saw(String host, String check, Severity... severities) {
        return Look.saw(
                host,
                check,
                NOW,
                IntStream.range(0, severities.length)
                        .mapToObj(n -> new Sighting("thing " + n, severities[n], "words"))
                        .toList());
    }

    @Test
    void a_look_says_how_many_hosts_and_what_each_check_found() {
        assertThat(FindingWords.seen(List.of(saw("api-1", "cron"), saw("api-2", "cron"))))
                .isEqualTo("looked at 2 hosts for cron: nothing found");
        assertThat(FindingWords.seen(List.of(
                                saw("api-1", "setuid", Severity.LOW, Severity.HIGH),
                                saw("api-2", "setuid", Severity.LOW),
                                saw("api-1", "cron"),
                                Look.blind("web-1", "setuid", NOW, "it is down\u001b[2J"),
                                Look.blind("web-1", "cron", NOW, "it is down\u001b[2J")))
                        .lines())
                .hasSize(3)
                .startsWith("looked at 2 hosts for cron, setuid", "  setuid: 3 found on api-1, api-2, the worst HIGH")
                .last()
                .asString()
                .startsWith("  web-1 could not be looked at for cron, setuid: it is down")
                .doesNotContain("\u001b");
    }

    @Test
    void what_a_look_came_to_before_it_failed_is_something_that_was_found() {
        List<Sighting> seen = List.of(new Sighting("thing", Severity.CRITICAL, "words"));
        assertThat(FindingWords.seen(List.of(
                                Look.inPart("api-1", "setuid", NOW, "find failed", seen),
                                Look.blind("api-1", "cron", NOW, "find failed"),
                                saw("api-2", "setuid")))
                        .lines())
                .containsExactly(
                        "looked at 2 hosts for cron, setuid",
                        "  setuid: 1 found on api-1, the worst CRITICAL",
                        "  api-1 could be looked at in part only for setuid: find failed",
                        "  api-1 could not be looked at for cron: find failed");
    }

    @Test
    void what_the_product_finds_of_itself_is_no_host() {
        assertThat(FindingWords.seen(List.of(saw(Findings.OURSELVES, "reviews", Severity.MEDIUM))))
                .isEqualTo("looked at no hosts for reviews\n  reviews: 1 found on upkeep, the worst MEDIUM");
    }

    @Test
    void a_record_says_what_is_open_new_and_over() {
        assertThat(FindingWords.recorded(Map.of("opened", List.of(), "closed", List.of(), "unknown", List.of())))
                .isEqualTo("no finding is open; 0 new, 0 closed now");
        assertThat(FindingWords.recorded(Map.of(
                                "LOW",
                                2,
                                "HIGH",
                                1,
                                "opened",
                                List.of("HIGH api-1 setuid: a\nb"),
                                "closed",
                                List.of("LOW api-1 cron: c"),
                                "unknown",
                                List.of("web-1 cron: down")))
                        .lines())
                .containsExactly(
                        "3 findings are open (1 HIGH, 2 LOW); 1 new, 1 closed now; 1 check could not look, 'upkeep findings' tells why",
                        "  new: HIGH api-1 setuid: a b",
                        "  closed: LOW api-1 cron: c");
        List<String> many = IntStream.range(0, 40).mapToObj(n -> "finding " + n).toList();
        assertThat(FindingWords.recorded(Map.of("opened", many, "closed", List.of()))
                        .lines())
                .hasSize(17)
                .last()
                .isEqualTo("  and 25 more that are new; see upkeep findings");
    }
}
