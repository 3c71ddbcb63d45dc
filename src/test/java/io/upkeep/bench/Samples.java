package io.upkeep.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Measured values in any unit, from any number of threads. */
final class Samples {

    private final ConcurrentLinkedQueue<Double> values = new ConcurrentLinkedQueue<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        return percentile(50);
    }

    /** The smallest value that so many percent of all do not exceed. */
    double percentile(int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    /** The machine's load average of the last minute: a figure without it says little. */
    static String load() {
        return String.format(
                Locale.ROOT,
                "load=%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
