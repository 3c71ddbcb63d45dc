package io.upkeep.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of one target when it is judged again.
 *
 * @param sample the host's last counters, or null
 * @param standing the newest state of each probe, by name
 * @param earlier one older value of each probe to see a trend by, by name
 * @param latest the newest value of each probe, by name
 */
record Past(HostReport sample, Map<String, Standing> standing, Map<String, Point> earlier, Map<String, Point> latest) {

    static final Past NONE = new Past(null, Map.of(), Map.of());

    Past(HostReport sample, Map<String, Standing> standing, Map<String, Point> earlier) {
        this(sample, standing, earlier, Map.of());
    }

    /** A probe's newest state, and since when it holds. */
    record Standing(ProbeState state, Instant since) {}

    /** A value at a time. */
    record Point(double value, Instant at) {}

    /** How long the probe has not been good. */
    Duration bad(String probe, Instant now) {
        return Optional.ofNullable(standing.get(probe))
                .filter(was -> was.state() == ProbeState.WARNING || was.state() == ProbeState.CRITICAL)
                .map(was -> Duration.between(was.since(), now))
                .orElse(Duration.ZERO);
    }
}
