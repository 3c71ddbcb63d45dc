package io.upkeep.performance;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What capacities there are.
 *
 * @param capacity by metric, or what stands before the colon of its name: {@code disk}, {@code connections-percent}; added to
 *     what is usual
 * @param settings of the estate's PostgreSQL that an optimisation sets for its database, as PostgreSQL shows them
 */
@ConfigurationProperties("upkeep.performance")
public record PerformanceProperties(
        @DefaultValue Map<String, Limit> capacity,
        @DefaultValue Map<String, String> settings) {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Map<String, Limit> USUAL = Map.of(
            "disk", new Limit(100, MONTH, "give it more room, or remove what is not needed"),
            "inodes", new Limit(100, MONTH, "remove small files that are not needed, or make a new file system"),
            "cpu", new Limit(90, MONTH, "add processors or another host"),
            "memory", new Limit(95, MONTH, "add memory, or give its services less"),
            "disk-busy", new Limit(90, MONTH, "get a faster disk, or spread what it serves"),
            "connections-percent", new Limit(95, MONTH, "raise max_connections, or pool connections"));

    /**
     * The capacity of a metric.
     *
     * @param limit from here on it is full, in the metric's unit
     * @param notice how long it takes to get more; what may be full sooner opens an incident
     * @param action what a plan recommends
     */
    public record Limit(
            double limit,
            @DefaultValue("30d") Duration notice,
            @DefaultValue("") String action) {

        /** Checks. */
        public Limit {
            if (!(limit > 0) || Double.isInfinite(limit)) {
                throw new IllegalArgumentException(
                        "upkeep.performance.capacity: limit %s is not above 0; write the value at which it is full, such as 100"
                                .formatted(limit));
            }
            if (notice.isNegative()) {
                throw new IllegalArgumentException(
                        "upkeep.performance.capacity: notice %s is negative; write how long it takes to get more, such as 30d"
                                .formatted(notice));
            }
        }
    }

    /**
     * The limit of a metric in a unit, if it has one: an amount in another unit has no share in it, such as the memory of a cache
     * without a limit, which is told in bytes.
     */
    Optional<Limit> limit(String metric, String unit) {
        return unit.equals(Metric.of(metric).unit()) ? limit(metric) : Optional.empty();
    }

    private Optional<Limit> limit(String metric) {
        Map<String, Limit> all = new HashMap<>(USUAL);
        all.putAll(capacity);
        int colon = metric.indexOf(':');
        Limit own = all.get(metric);
        return Optional.ofNullable(own != null || colon < 0 ? own : all.get(metric.substring(0, colon)));
    }
}
