package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.performance.Capacity.Outlook;
import io.upkeep.performance.Capacity.State;
import io.upkeep.performance.PerformanceProperties.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration HORIZON = Duration.ofDays(180);
    private static final Series DISK = new Series(1, "api-1", "disk:/", "%");
    private static final Series CPU = new Series(2, "api-1", "cpu", "%");
    private static final Limit LIMIT = new Limit(100, Duration.ofDays(21), "");

    /** A line that is at a level now. */
    private static Trend.Line line(double level, double slope, double slopeError) {
        Instant from = NOW.minus(Duration.ofDays(28));
        double reach = Trend.Line.quantile(20) * slopeError;
        return new Trend.Line(
                from, NOW, level - 28 * slope, slope, slope - reach, slope + reach, 14, 0.1, slopeError, 20, true, "");
    }

    private static Outlook outlook(Series series, double level, Trend trend) {
        return Capacity.outlook(series, level, trend, LIMIT, NOW, HORIZON);
    }

    @Test
    void says_when_a_disk_is_full_and_between_which_days() {
        Outlook outlook = outlook(DISK, 77, line(77, 1, 0.08));

        assertThat(outlook.state()).isEqualTo(State.FILLS);
        assertThat(outlook.sentence()).isEqualTo("disk / of api-1 full in 23 days at this rate (between 18 and 30)");
        assertThat(outlook.isShort())
                .as("the early end counts, and 21 days are needed")
                .isTrue();
    }

    @Test
    void a_surer_line_is_not_short_with_the_same_days_left() {
        assertThat(outlook(DISK, 77, line(77, 1, 0.01)).isShort()).isFalse();
    }

    @Test
    void what_is_full_has_no_trend_falls_or_is_not_known_says_so() {
        assertThat(outlook(DISK, 100, line(100, 1, 0.1)).state()).isEqualTo(State.FULL);
        assertThat(outlook(DISK, 100, line(100, 1, 0.1)).isShort()).isTrue();
        assertThat(outlook(DISK, 50, new Trend.None(50, "no trend over 9 days")).sentence())
                .isEqualTo("disk / of api-1: 50 % of 100 % used, no trend");
        assertThat(outlook(DISK, 50, line(50, -1, 0.1)).sentence()).endsWith("used, falls");
        Outlook young = outlook(DISK, 50, new Trend.NotEnough("not enough history: 2 days of 7 days"));
        assertThat(young.state()).isEqualTo(State.UNKNOWN);
        assertThat(young.sentence())
                .isEqualTo("disk / of api-1: 50 % of 100 % used, not enough history: 2 days of 7 days");
    }

    @Test
    void what_is_far_away_is_not_foreseen_beyond_the_horizon() {
        Outlook far = outlook(DISK, 20, line(20, 0.1, 0.001));
        assertThat(far.state()).isEqualTo(State.ENOUGH);
        assertThat(far.sentence())
                .isEqualTo("disk / of api-1: 20 % of 100 % used, not full within 180 days at this rate");
        assertThat(outlook(DISK, 50, line(50, 0.25, 0.04)).sentence())
                .contains("not full within 180 days at this rate (at the earliest in ");
    }

    @Test
    void load_counts_at_its_peaks() {
        // on average 40 %, at its peaks 90 %: ten days to go, not sixty
        assertThat(outlook(CPU, 90, line(40, 1, 0.01)).sentence()).startsWith("cpu of api-1 full in 10 days");
    }

    @Test
    void the_most_urgent_comes_first() {
        List<Outlook> all = new ArrayList<>(List.of(
                outlook(DISK, 50, new Trend.None(50, "")),
                outlook(DISK, 60, line(60, 1, 0.01)),
                outlook(DISK, 90, line(90, 1, 0.01)),
                outlook(DISK, 100, new Trend.None(100, ""))));
        all.sort(Outlook.MOST_URGENT_FIRST);
        assertThat(all).extracting(Outlook::level).containsExactly(100.0, 90.0, 60.0, 50.0);
    }

    @Property(tries = 300)
    void the_expected_day_lies_between_the_ends_of_the_band(
            @ForAll @DoubleRange(min = 1, max = 99) double level,
            @ForAll @DoubleRange(min = 0.01, max = 10) double slope,
            @ForAll @DoubleRange(min = 0.01, max = 0.45) double relativeError) {
        Outlook outlook = outlook(DISK, level, line(level, slope, slope * relativeError));
        if (outlook.state() == State.FILLS) {
            assertThat(outlook.earliest()).isBeforeOrEqualTo(outlook.at());
            if (outlook.latest() != null) {
                assertThat(outlook.latest()).isAfterOrEqualTo(outlook.at());
            }
            assertThat(outlook.at()).isBetween(NOW, NOW.plus(HORIZON));
            double days = (100 - level) / slope;
            assertThat(Duration.between(NOW, outlook.at()).toMinutes() / 1440.0).isBetween(days - 0.01, days + 0.01);
        }
    }
}
