package io.upkeep.performance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds the trend of a series of hourly averages. */
final class Trends {

    /** Less than a week says nothing: working days and weekends differ. */
    static final Duration LEAST = Duration.ofDays(7);

    /** From here on an hour of the week was seen often enough to know what is usual for it. */
    static final Duration SEASONAL = Duration.ofDays(28);

    private static final double SECONDS_PER_DAY = 86_400;
    /** Of all hours, this share has to be there: a line over a gap is a guess. */
    private static final double LEAST_COVERED = 0.5;

    private Trends() {}

    /** The trend of a metric's hours: at its peaks where load uses it up, at its level otherwise. */
    static Trend ofHours(String metric, List<Samples.Rollup> hours) {
        boolean peaks = Metric.of(metric).role() == Metric.Role.UTILISATION;
        return of(hours.stream()
                .map(hour -> new Point(hour.at(), peaks ? hour.p95() : hour.average()))
                .toList());
    }

    /**
     * The trend.
     *
     * @param points hourly, in order of time; hours without a value are left out
     */
    static Trend of(List<Point> points) {
        if (points.isEmpty()) {
            return new Trend.NotEnough("not enough history: there are no values");
        }
        Instant from = points.get(0).at();
        Instant until = points.get(points.size() - 1).at();
        Duration history = Duration.between(from, until).plusHours(1);
        if (history.compareTo(LEAST) < 0) {
            return new Trend.NotEnough("not enough history: %s of 7 days".formatted(Words.span(history)));
        }
        if (points.size() < history.toHours() * LEAST_COVERED) {
            return new Trend.NotEnough("not enough history: values of only %d of the %d hours since %s"
                    .formatted(points.size(), history.toHours(), Words.day(from)));
        }
        return fitted(points, from, until, history);
    }

    private static Trend fitted(List<Point> points, Instant from, Instant until, Duration history) {
        List<Instant> times = new ArrayList<>();
        double[] x = new double[points.size()];
        double[] y = new double[points.size()];
        for (int i = 0; i < x.length; i++) {
            times.add(points.get(i).at());
            x[i] = Duration.between(from, points.get(i).at()).toMillis() / 1000.0 / SECONDS_PER_DAY;
            y[i] = points.get(i).value();
        }
        boolean seasonal = history.compareTo(SEASONAL) >= 0;
        LeastSquares line = LeastSquares.fit(x, seasonal ? Seasons.removed(times, x, y) : y);
        double reach = Trend.Line.quantile(line.freedom()) * line.slopeError();
        double low = line.slope() - reach;
        double high = line.slope() + reach;
        String over =
                "over %s%s".formatted(Words.span(history), seasonal ? ", without what is usual for the hour" : "");
        if (low <= 0 && high >= 0) {
            double level = line.at(line.middle());
            return new Trend.None(
                    level,
                    "no trend %s: by day between %s and %s".formatted(over, Words.signed(low), Words.signed(high)));
        }
        String why = "%s by day %s (between %s and %s)"
                .formatted(Words.signed(line.slope()), over, Words.signed(low), Words.signed(high));
        return new Trend.Line(
                from,
                until,
                line.level(),
                line.slope(),
                low,
                high,
                line.middle(),
                line.levelError(),
                line.slopeError(),
                line.freedom(),
                seasonal,
                why);
    }
}
