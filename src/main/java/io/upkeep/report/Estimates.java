package io.upkeep.report;

import java.util.Collection;
import java.util.List;

/** Medians and percentiles; of nothing there is none. */
final class Estimates {

    private Estimates() {}

    static double median(Collection<Double> values) {
        return percentile(values, 50);
    }

    /** The percentile between the two nearest values, as PostgreSQL's percentile_cont has it. */
    static double percentile(Collection<Double> values, double percent) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is no percentile of nothing");
        }
        List<Double> sorted = values.stream().sorted().toList();
        double place = percent / 100 * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
