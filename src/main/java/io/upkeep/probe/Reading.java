package io.upkeep.probe;

import java.time.Duration;
import java.time.Instant;

/**
 * One judged result on its way into the history.
 *
 * @param origin the check it comes from
 * @param millis how long the answer took; null when that is not measured
 * @param staleAfter from which age on it says nothing any more
 */
record Reading(
        String target,
        String origin,
        ProbeResult result,
        Instant at,
        Thresholds thresholds,
        Duration staleAfter,
        Long millis) {

    Key key() {
        return new Key(target, result.probe());
    }

    ProbeState state() {
        return result.verdict().state();
    }

    /** A probe of a target. */
    record Key(String target, String probe) {}
}
