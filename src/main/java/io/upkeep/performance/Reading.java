package io.upkeep.performance;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one target told at one moment.
 *
 * @param epoch changes when its counters begin anew, such as with a boot
 * @param seconds the target's own clock, so that the way to it does not count
 * @param gauges values as they are, by metric
 * @param totals counters; a metric is their growth per second
 * @param shares pairs of counters; a metric is the one's growth in percent of the other's
 */
record Reading(
        String epoch,
        double seconds,
        Map<String, Double> gauges,
        Map<String, Double> totals,
        Map<String, Share> shares) {

    private static final double LONGEST_SECONDS = 3600;

    /** Counters of which one holds a part of the other. */
    record Share(double part, double whole) {}

    /** An empty one, to be filled. */
    static Reading of(String epoch, double seconds) {
        return new Reading(epoch, seconds, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /**
     * The metrics: gauges, and what counters say since the reading before. Counters say nothing when they began anew, went
     * back, or when the reading before is too old to stand for now.
     */
    Map<String, Double> since(Reading before) {
        Map<String, Double> metrics = new HashMap<>(gauges);
        if (before == null || !before.epoch().equals(epoch)) {
            return metrics;
        }
        double elapsed = seconds - before.seconds();
        if (elapsed < 1 || elapsed > LONGEST_SECONDS) {
            return metrics;
        }
        totals.forEach((metric, total) -> {
            Double earlier = before.totals().get(metric);
            if (earlier != null && total >= earlier) {
                metrics.put(metric, (total - earlier) / elapsed);
            }
        });
        shares.forEach((metric, share) -> {
            Share earlier = before.shares().get(metric);
            if (earlier != null && share.whole() > earlier.whole() && share.part() >= earlier.part()) {
                metrics.put(metric, 100 * (share.part() - earlier.part()) / (share.whole() - earlier.whole()));
            }
        });
        return metrics;
    }
}
