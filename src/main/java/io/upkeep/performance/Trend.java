package io.upkeep.performance;

import java.time.Duration;
import java.time.Instant;
import org.hipparchus.distribution.continuous.TDistribution;

/** Where a series goes; each with its reason in words. */
public sealed interface Trend {

    /** One sentence. */
    String why();

    /** Nothing can be said yet, and so nothing is. */
    record NotEnough(String why) implements Trend {}

    /**
     * The slope's confidence band includes zero.
     *
     * @param level the average
     */
    record None(double level, String why) implements Trend {}

    /**
     * A straight line with its confidence band, by ordinary least squares.
     *
     * @param from the first point; days are counted from it
     * @param level the line's value there
     * @param slope per day; {@code low} and {@code high} are the ends of its band
     * @param middle the mean of the points' days, where the band is narrowest
     * @param levelError the standard error of the line at {@code middle}
     * @param slopeError the standard error of the slope
     * @param freedom degrees of freedom that are left when it is taken into account that each value resembles the one before
     * @param seasonal whether what is usual for the hour of the week was taken out
     */
    record Line(
            Instant from,
            Instant until,
            double level,
            double slope,
            double low,
            double high,
            double middle,
            double levelError,
            double slopeError,
            double freedom,
            boolean seasonal,
            String why)
            implements Trend {

        static final double CONFIDENCE = 0.95;
        private static final double SECONDS_PER_DAY = 86_400;

        /** The value at a time. */
        public double at(Instant time) {
            return level + slope * day(time);
        }

        /** How far the band reaches above and below the value at a time. */
        public double halfBand(Instant time) {
            double away = (day(time) - middle) * slopeError;
            return quantile(freedom) * Math.sqrt(levelError * levelError + away * away);
        }

        private double day(Instant time) {
            return Duration.between(from, time).toMillis() / 1000.0 / SECONDS_PER_DAY;
        }

        /** Student's t for both ends of the band. */
        static double quantile(double freedom) {
            return new TDistribution(freedom).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);
        }
    }
}
