package io.upkeep.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the page asks of whoever checks targets; the edge's own view of that capability. */
interface TargetHealth {

    /** The newest health of a target; empty when nothing has reported on it. */
    Optional<Health> of(String target);

    /**
     * How a target is.
     *
     * @param state OK, WARNING, CRITICAL or UNKNOWN
     * @param reason why, in a sentence
     * @param checkedAt when the newest probe reported
     */
    record Health(String state, String reason, Instant checkedAt, List<ProbeView> probes) {}

    /** One check of the target. */
    record ProbeView(
            String name, String state, Double value, String unit, String reason, Instant checkedAt, Instant since) {}
}
