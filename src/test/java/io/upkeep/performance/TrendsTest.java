package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrendsTest {

    private static final Instant MONDAY = Instant.parse("2026-09-07T00:00:00Z");

    private static List<Point> hourly(int hours, IntToDoubleFunction value) {
        List<Point> points = new ArrayList<>();
        for (int hour = 0; hour < hours; hour++) {
            points.add(new Point(MONDAY.plus(Duration.ofHours(hour)), value.applyAsDouble(hour)));
        }
        return points;
    }

    private static Trend.Line line(List<Point> points) {
        return (Trend.Line) Trends.of(points);
    }

    /** NIST StRD, data set Norris (linear, lower difficulty): certified slope, intercept and their standard errors. */
    @Test
    void agrees_with_the_certified_values_of_norris() {
        double[] y = {
            0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3,
            448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6,
            228.9, 668.4, 449.2, 0.2
        };
        double[] x = {
            0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0,
            447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3,
            229.2, 669.1, 448.9, 0.5
        };

        LeastSquares line = LeastSquares.fit(x, y);

        assertThat(line.level()).isCloseTo(-0.262323073774029, within(1e-10));
        assertThat(line.slope()).isCloseTo(1.00211681802045, within(1e-12));
        // in the order in which they were taken its residuals resemble one another: fewer of the 36 points count
        assertThat(line.freedom()).isBetween(10.0, 34.0);
        assertThat(line.slopeError() * Math.sqrt(line.freedom() / 34)).isCloseTo(0.000429796848199937, within(1e-12));
    }

    @Test
    void a_disk_that_fills_has_a_slope_within_its_band() {
        Random noise = new Random(1);
        Trend.Line line = line(hourly(14 * 24, hour -> 40 + hour / 24.0 * 1.5 + noise.nextGaussian()));

        assertThat(line.slope()).isCloseTo(1.5, within(0.1));
        assertThat(line.low()).isLessThan(1.5);
        assertThat(line.high()).isGreaterThan(1.5);
        assertThat(line.seasonal()).isFalse();
        assertThat(line.why()).contains("by day over 14 days (between");
    }

    @Test
    void what_is_usual_for_an_hour_of_the_week_is_no_trend() {
        Random noise = new Random(2);
        // busy on working days: a series that ends on a Friday seems to rise
        IntToDoubleFunction week = hour -> (hour / 24 % 7 < 5 && hour % 24 > 7 && hour % 24 < 18 ? 60 : 10);
        int untilFriday = 5 * 168 + 5 * 24;

        Trend still = Trends.of(hourly(untilFriday, hour -> week.applyAsDouble(hour) + noise.nextGaussian()));
        Trend.Line rising =
                line(hourly(untilFriday, hour -> week.applyAsDouble(hour) + hour / 24.0 * 0.2 + noise.nextGaussian()));

        assertThat(still).isInstanceOf(Trend.None.class);
        assertThat(rising.slope()).isCloseTo(0.2, within(0.02));
        assertThat(rising.seasonal()).isTrue();
        assertThat(rising.why()).contains("without what is usual for the hour");
    }

    @Test
    void too_little_history_is_said_and_never_a_number() {
        assertThat(Trends.of(List.of())).isEqualTo(new Trend.NotEnough("not enough history: there are no values"));
        assertThat(Trends.of(hourly(60, hour -> hour)).why()).isEqualTo("not enough history: 2 days of 7 days");
        assertThat(Trends.of(hourly(5, hour -> hour)).why()).isEqualTo("not enough history: 5 hours of 7 days");
        assertThat(Trends.of(hourly(1, hour -> hour)).why()).isEqualTo("not enough history: 1 hour of 7 days");
        List<Point> gaps = new ArrayList<>(hourly(400, hour -> hour));
        gaps.removeIf(point -> !point.at().isBefore(MONDAY.plus(Duration.ofHours(50)))
                && point.at().isBefore(MONDAY.plus(Duration.ofHours(350))));
        assertThat(Trends.of(gaps).why()).contains("values of only 100 of the 400 hours since 2026-09-07");
    }

    @Test
    void a_slow_wave_is_not_taken_for_a_sure_trend() {
        // half a wave within the history: each value resembles the one before, so there are few that count
        Random noise = new Random(3);
        double[] walk = new double[14 * 24];
        for (int i = 1; i < walk.length; i++) {
            walk[i] = 0.98 * walk[i - 1] + noise.nextGaussian();
        }
        double[] x = new double[walk.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i / 24.0;
        }
        assertThat(LeastSquares.fit(x, walk).freedom()).isLessThan(30);
    }

    @Property(tries = 60)
    void the_slope_is_found_and_moves_with_the_series(
            @ForAll @DoubleRange(min = -5, max = 5) double slope,
            @ForAll @DoubleRange(min = -1000, max = 1000) double level,
            @ForAll @IntRange(min = 168, max = 1500) int hours,
            @ForAll Random noise) {
        List<Point> points = hourly(hours, hour -> level + slope * hour / 24 + noise.nextGaussian() / 10);
        List<Point> higher = points.stream()
                .map(point -> new Point(point.at(), point.value() + 7))
                .toList();

        Trend trend = Trends.of(points);

        if (trend instanceof Trend.Line line) {
            assertThat(line.low()).isLessThanOrEqualTo(line.slope());
            assertThat(line.high()).isGreaterThanOrEqualTo(line.slope());
            assertThat(line.slope()).isCloseTo(slope, within(0.05));
            assertThat(Math.signum(line.low())).isEqualTo(Math.signum(line.high()));
            assertThat(line(higher).slope()).isCloseTo(line.slope(), within(1e-6));
            assertThat(line.halfBand(line.until().plus(Duration.ofDays(90))))
                    .isGreaterThan(line.halfBand(line.until()));
        } else {
            assertThat(Math.abs(slope)).isLessThan(0.05);
        }
    }

    @Property(tries = 40)
    void noise_alone_is_seldom_a_trend(@ForAll Random noise) {
        int trends = 0;
        for (int series = 0; series < 40; series++) {
            if (Trends.of(hourly(240, hour -> noise.nextGaussian())) instanceof Trend.Line) {
                trends++;
            }
        }
        // 5 % are expected; more than 9 of 40 in any of 40 tries would be a miracle
        assertThat(trends).isLessThan(10);
    }
}
