package io.upkeep.probe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How probes are judged.
 *
 * @param interval how often a probe is expected to be checked; a result older than twice that is UNKNOWN
 * @param intervals the same for single probes that are checked less often, by name
 * @param limits from which value on a figure is bad, by probe name; added to {@link #USUAL}
 * @param onlineWhen addresses of which one answers unless this node itself is cut off; none: it never is
 */
@ConfigurationProperties("upkeep.probe")
public record ProbeProperties(
        @DefaultValue("5m") Duration interval,
        @DefaultValue Map<String, Duration> intervals,
        @DefaultValue Map<String, Limits> limits,
        @DefaultValue List<String> onlineWhen) {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._\\[\\]:-]+:\\d{1,5}");

    /** Checks the addresses. */
    public ProbeProperties {
        for (String address : onlineWhen) {
            if (!ADDRESS.matcher(address).matches()) {
                throw new IllegalArgumentException(
                        "online-when '%s' is no host with a port; write 10.0.0.1:53 (application.yaml, upkeep.probe.online-when)"
                                .formatted(address));
            }
        }
    }

    private static final Duration SLOW = Duration.ofSeconds(30);
    private static final Map<String, Limits> USUAL = Map.of(
            "connections-percent",
            new Limits(80.0, 95.0),
            "replication-lag-seconds",
            new Limits(30.0, 300.0),
            "dead-rows-percent",
            new Limits(40.0, null),
            // Redis by itself saves what was changed within the hour
            CacheVerdicts.SAVE_AGE,
            new Limits(7200.0, 86_400.0),
            "longest-transaction-seconds",
            new Limits(900.0, 3600.0));

    /** What the limits of a figure are; {@link Limits#NONE} when none are known. */
    Map<String, Limits> allLimits() {
        Map<String, Limits> all = new java.util.HashMap<>(USUAL);
        all.putAll(limits);
        return all;
    }

    /** From when on a result of this age says nothing any more. */
    Duration staleAfter(String probe) {
        return intervals.getOrDefault(probe, interval).multipliedBy(2);
    }

    /** The same for a declared probe, with room for a slow answer. */
    Duration staleAfter(DeclaredProbe probe) {
        return probe.every().multipliedBy(2).plus(SLOW);
    }
}
