package io.upkeep.performance;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is usual for an hour of the week, found as the median of what the trend leaves over, and taken out. */
final class Seasons {

    private static final int HOURS_OF_WEEK = 168;
    /** The trend hides in the season at first, the season in the trend: after some turns they are told apart. */
    private static final int TURNS = 5;

    private Seasons() {}

    /** The values without what is usual for their hour of the week; the general level and the trend stay. */
    static double[] removed(List<Instant> times, double[] x, double[] y) {
        double[] rest = y;
        for (int turn = 0; turn < TURNS; turn++) {
            LeastSquares line = LeastSquares.fit(x, rest);
            double[] left = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                left[i] = y[i] - line.at(x[i]);
            }
            double[] usual = usual(times, left);
            rest = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                rest[i] = y[i] - usual[hour(times.get(i))];
            }
        }
        return rest;
    }

    private static double[] usual(List<Instant> times, double[] left) {
        List<List<Double>> hours = new ArrayList<>();
        for (int hour = 0; hour < HOURS_OF_WEEK; hour++) {
            hours.add(new ArrayList<>());
        }
        for (int i = 0; i < left.length; i++) {
            hours.get(hour(times.get(i))).add(left[i]);
        }
        double[] usual = new double[HOURS_OF_WEEK];
        for (int hour = 0; hour < HOURS_OF_WEEK; hour++) {
            usual[hour] = median(hours.get(hour));
        }
        double general = Arrays.stream(usual).average().orElse(0);
        for (int hour = 0; hour < HOURS_OF_WEEK; hour++) {
            usual[hour] -= general;
        }
        return usual;
    }

    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static int hour(Instant time) {
        ZonedDateTime there = time.atZone(ZoneOffset.UTC);
        return (there.getDayOfWeek().getValue() - 1) * 24 + there.getHour();
    }
}
