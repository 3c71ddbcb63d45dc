package io.upkeep.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.upkeep.probe.TimeSet.Part;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UptimeTest {

    private static final Instant START = Instant.parse("2026-11-28T00:00:00Z");

    @Test
    void down_time_in_an_announced_window_lowers_the_raw_uptime_only() {
        Uptime uptime = Uptime.of(set(0, 100), set(10, 20), set(10, 30));
        assertThat(uptime.raw()).isCloseTo(0.9, within(1e-9));
        assertThat(uptime.contractual()).isEqualTo(1.0);
    }

    @Test
    void down_time_that_overruns_the_window_counts() {
        Uptime uptime = Uptime.of(set(0, 100), set(10, 40), set(10, 30));
        assertThat(uptime.contractual()).isCloseTo(1 - 10 / 80.0, within(1e-9));
    }

    @Test
    void what_nobody_knows_counts_neither_way_and_no_time_is_no_data() {
        TimeSet known = TimeSet.of(List.of(part(0, 10), part(90, 100)));
        assertThat(Uptime.of(known, set(95, 100), TimeSet.NONE).raw()).isCloseTo(0.75, within(1e-9));
        assertThat(Uptime.of(TimeSet.NONE, TimeSet.NONE, TimeSet.NONE)).isEqualTo(Uptime.UNKNOWN);
        assertThat(Uptime.of(set(10, 20), TimeSet.NONE, set(0, 100)).contractual())
                .isNull();
    }

    @Test
    void times_that_overlap_count_once() {
        TimeSet set = TimeSet.of(List.of(part(5, 10), part(0, 6), part(20, 30), part(30, 40), part(7, 7)));
        assertThat(set.parts()).containsExactly(part(0, 10), part(20, 40));
        assertThat(set.length()).hasSeconds(30);
        assertThat(set.lengthWithout(set(9, 25))).hasSeconds(24);
    }

    @Test
    void a_percentile_is_the_bound_of_its_bucket() {
        Map<Integer, Long> counts = Map.of(Latency.bucket(10), 90L, Latency.bucket(100), 9L, Latency.bucket(1000), 1L);
        assertThat(Latency.percentile(counts, 0.5)).hasValue(11);
        assertThat(Latency.percentile(counts, 0.95)).hasValue(128);
        assertThat(Latency.percentile(counts, 1.0)).hasValue(1024);
        assertThat(Latency.percentile(Map.of(), 0.5)).isEmpty();
        for (long millis : new long[] {0, 1, 2, 3, 7, 50, 299, 60_000}) {
            assertThat(Latency.bound(Latency.bucket(millis))).isGreaterThanOrEqualTo(millis);
        }
    }

    private static TimeSet set(int from, int until) {
        return TimeSet.of(List.of(part(from, until)));
    }

    private static Part part(int from, int until) {
        return new Part(START.plusSeconds(from), START.plusSeconds(until));
    }
}
