package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.performance.Bottlenecks.Finding;
import io.upkeep.performance.Samples.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BottlenecksTest {

    private static final PerformanceProperties USUAL = new PerformanceProperties(Map.of(), Map.of());

    private static Level level(String target, String metric, double p95) {
        return new Level(new Series(0, target, metric, Metric.of(metric).unit()), 100, p95 / 2, p95, p95 * 1.1);
    }

    @Test
    void what_makes_work_wait_comes_before_what_is_merely_used() {
        List<Finding> findings = Bottlenecks.rank(
                List.of(
                        level("api-1", "cpu", 85),
                        level("api-1", "cpu-pressure", 2),
                        level("api-2", "disk-busy:sda", 60),
                        level("api-2", "io-pressure", 25)),
                USUAL);

        assertThat(findings).extracting(Finding::target).containsExactly("api-2", "api-1");
        assertThat(findings.get(0).sentence())
                .isEqualTo("disk of api-2 makes work wait, full at 1.5 times today's load:"
                        + " disk-busy:sda at 60 % of 90 %, io-pressure 25 %, which is much (95th percentiles)");
        assertThat(findings.get(1).sentence())
                .isEqualTo(
                        "cpu of api-1, full at 1.1 times today's load: cpu at 85 % of 90 %, cpu-pressure 2 % (95th percentiles)");
    }

    @Test
    void the_fullest_of_what_does_not_wait_comes_first_and_the_busiest_disk_stands_for_all() {
        List<Finding> findings = Bottlenecks.rank(
                List.of(
                        level("a", "memory", 50),
                        level("b", "memory", 95),
                        level("c", "disk-busy:sda", 10),
                        level("c", "disk-busy:sdb", 80)),
                USUAL);

        assertThat(findings).extracting(Finding::target).containsExactly("b", "c", "a");
        assertThat(findings.get(0).sentence()).contains("at its limit");
        assertThat(findings.get(1).used()).isEqualTo(80);
    }

    @Test
    void errors_are_told_levels_and_room_are_not_ranked() {
        List<Finding> findings = Bottlenecks.rank(
                List.of(
                        level("a", "disk:/", 99),
                        level("a", "net-in:eth0", 5e6),
                        level("a", "network", 0),
                        level("c", "evictions", 3)),
                USUAL);

        assertThat(findings)
                .extracting(Finding::sentence)
                .containsExactly(
                        "network of a: no errors (95th percentiles)",
                        "memory of c: evictions up to 3.3/s (95th percentiles)");
    }

    @Test
    void an_amount_without_a_known_limit_is_no_share_of_one() {
        Level amount = new Level(new Series(0, "cache", "memory", "bytes"), 100, 800_000, 875_928, 900_000);

        Finding found = Bottlenecks.rank(List.of(amount), USUAL).get(0);

        assertThat(found.growth()).isNull();
        assertThat(found.used()).isNull();
        assertThat(found.sentence())
                .isEqualTo("memory of cache: memory at 855 KiB, no limit is known (95th percentiles)");
    }

    @Test
    void nothing_measured_is_nothing_found() {
        assertThat(Bottlenecks.rank(List.of(), USUAL)).isEmpty();
    }
}
