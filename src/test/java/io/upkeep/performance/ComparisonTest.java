package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.upkeep.performance.Comparison.Verdict;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static List<Double> durations(long seed, double median) {
        Random noise = new Random(seed);
        return IntStream.range(0, 40)
                .mapToObj(i -> median * Math.exp(noise.nextGaussian() * 0.1))
                .toList();
    }

    @Test
    void half_the_time_is_better_and_twice_is_worse() {
        assertThat(Comparison.of("q", durations(1, 10), durations(2, 5)).verdict())
                .isEqualTo(Verdict.BETTER);
        Comparison worse = Comparison.of("list the queue", durations(1, 10), durations(2, 20));
        assertThat(worse.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(worse.change()).isCloseTo(100, within(15.0));
        assertThat(worse.sentence()).startsWith("list the queue: median ").contains("slower by", "p = ");
    }

    @Test
    void a_difference_within_noise_or_too_small_to_matter_is_void() {
        assertThat(Comparison.of("q", durations(1, 10), durations(2, 10)).sentence())
                .contains("within noise (p = ", ", not below 0.01)");
        List<Double> exact =
                IntStream.range(0, 40).mapToObj(i -> 10 + i / 1000.0).toList();
        List<Double> bitMore = exact.stream().map(value -> value * 1.05).toList();
        Comparison small = Comparison.of("q", exact, bitMore);
        assertThat(small.probability()).isLessThan(0.01);
        assertThat(small.verdict()).isEqualTo(Verdict.NOISE);
        assertThat(small.sentence())
                .contains("slower by 5", "too little to matter (less than 10 %; p = ")
                .doesNotContain("noise");
    }

    @Test
    void a_handful_of_values_says_nothing() {
        assertThatThrownBy(() -> Comparison.of("q", List.of(1.0, 2.0), List.of(1.0, 2.0)))
                .hasMessage("q: 2 values before and 2 after say nothing; measure 8 or more of each");
    }

    @Property(tries = 50)
    void what_is_better_one_way_is_worse_the_other(@ForAll Random random) {
        List<Double> some = durations(random.nextLong(), 10);
        List<Double> others = durations(random.nextLong(), 6 + random.nextInt(9));
        Verdict there = Comparison.of("q", some, others).verdict();
        Verdict back = Comparison.of("q", others, some).verdict();
        assertThat(back == Verdict.WORSE || back == Verdict.NOISE || there == Verdict.WORSE)
                .isTrue();
        assertThat(there == back && there != Verdict.NOISE).isFalse();
    }
}
