package io.upkeep.performance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where samples and their roll-ups are kept. */
interface Samples {

    /** How wide a roll-up is. */
    enum Width {
        HOUR,
        DAY
    }

    /**
     * A roll-up.
     *
     * @param samples how many values it is made of
     */
    record Rollup(Instant at, int samples, double average, double p95, double highest) {}

    /** How a series was in a time: {@code p95} of all samples. */
    record Level(Series series, int samples, double average, double p95, double highest) {}

    /** Takes the values over that probes recorded since the last time; returns how many. */
    int takeFromProbes(Instant now);

    /** The counters of the reading before. */
    Optional<Reading> before(String target);

    /** Adds the metrics of a target and keeps the counters, in one transaction. */
    void record(String target, Instant at, Map<String, Double> metrics, Reading reading);

    /** Brings roll-ups up to date. */
    void rollUp(Instant now);

    List<Series> series();

    Optional<Series> find(String target, String metric);

    /** In order of time. */
    List<Rollup> rollups(Series series, Width width, Instant from);

    /** Of every series that has samples since then. */
    List<Level> levels(Instant from);
}
