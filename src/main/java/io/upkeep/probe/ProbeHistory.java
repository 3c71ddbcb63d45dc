package io.upkeep.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is remembered of probes. Writes join the caller's transaction. */
interface ProbeHistory {

    /** Lets no other transaction record results until the caller's has ended. */
    void lock();

    /** Whether this run's results are recorded. */
    boolean has(UUID run);

    /** What is remembered of a target: sample, states, and from results since {@code trendFrom} the oldest values. */
    Past past(String target, Instant trendFrom);

    /** The newest state of all probes, by target and name. */
    List<Current> current();

    /** The newest states of these probes. */
    Map<Reading.Key, Current> current(List<Reading.Key> keys);

    /** The probes of availability whose newest result is CRITICAL, each with true. */
    Map<Reading.Key, Boolean> down();

    /** Adds a result to the history. */
    void add(UUID run, String target, ProbeResult result, Instant at);

    /** Makes these the newest states. */
    void replace(List<Current> currents);

    /**
     * Ends the span of a state and begins that of the next one, where the state changed or nothing was known for a while.
     *
     * @param before what was known; null for nothing
     */
    void span(Current before, Current now, Duration staleAfter);

    /** Counts how long answers took. */
    void addLatencies(List<Reading> readings);

    /** Forgets the newest states of an origin but these probes. */
    void forget(String target, String origin, List<String> but);

    /** Keeps a host's counters for the next round. */
    void keep(String target, Map<String, Object> sample, Instant at);

    /**
     * A probe's newest result.
     *
     * @param origin the check it comes from
     * @param at when it was looked at
     * @param told the state that was told last
     * @param held why a change is not told; null when nothing is held back
     * @param changes how many changes were told
     */
    record Current(
            String target,
            String origin,
            ProbeResult result,
            Instant at,
            HardState standing,
            ProbeState told,
            String held,
            long changes) {

        ProbeState state() {
            return standing.hard();
        }

        Instant since() {
            return standing.since();
        }

        Current told(ProbeState state, String why, long number) {
            return new Current(target, origin, result, at, standing, state, why, number);
        }
    }
}
